import { byId } from './dom.ts';

// The studio's page knows whose phone this is; it may lie in a frame or in a tab of its own.
byId('add').addEventListener('click', () => {
  new BroadcastChannel('studio').postMessage('add-friend');
  byId('add').hidden = true;
  byId('said').textContent = '友だちに追加しました。トークに戻ってください。';
});

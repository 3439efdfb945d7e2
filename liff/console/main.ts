import '../parts/tokens.css';
import './styles/frame.css';
import './styles/rows.css';
import './styles/work.css';
import './styles/write.css';
import './styles/record.css';
import './styles/narrow.css';
import './styles/more.css';
import './styles/case.css';
import './styles/today.css';
import './styles/figures.css';
import './console-app.ts';
import { serverAnswers } from '../data/http.ts';
import { sayDates } from './date-words.ts';
import './shortcuts.ts';
import { renewWhenStale } from '../parts/renew.ts';

renewWhenStale(serverAnswers);
sayDates();

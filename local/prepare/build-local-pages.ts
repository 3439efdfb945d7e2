import { build } from 'vite';
import pages from '../../vite.config.ts';

// Vite keeps the mode name "local" for .env.local, so the configuration is asked for it here, not on its command line.
const config = await pages({ command: 'build', mode: 'local' });
await build({ ...config, configFile: false, mode: 'one-machine' });

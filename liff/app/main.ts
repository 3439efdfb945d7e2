import '../parts/tokens.css';
import './frame.css';
import './answers.css';
import './panels.css';
import './steps.css';
import { renewWhenStale } from '../parts/renew.ts';
import { looks } from './look.ts';
import './app-shell.ts';
// Every page but the settings speaks of days and names: fetched once, with the frame.
import '../parts/say-ruby.ts';

renewWhenStale();
looks.restore();
history.scrollRestoration = 'manual';

import { serverAnswers } from '../data/http.ts';
import { renewWhenStale } from '../parts/renew.ts';
import { looks } from './look.ts';
import './app-shell.ts';
// Every page is one of these, and all but the settings speak of days and names: fetched once, with the frame.
import './app-page.ts';
import '../parts/say-ruby.ts';
import './appointment.ts';

renewWhenStale(serverAnswers);
looks.restore();
history.scrollRestoration = 'manual';

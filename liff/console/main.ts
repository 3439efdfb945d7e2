import '../parts/tokens.css';
import './console.css';
import './console-more.css';
import './console-app.ts';

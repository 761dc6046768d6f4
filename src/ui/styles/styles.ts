// All style sheets, in the order in which they build on each other.

import 'uplot/dist/uPlot.min.css';
import './tokens.css';
import './base.css';
import './layout.css';
import './parts.css';
import './panels.css';
import './figure.css';
import './around.css';
import './interpolation.css';
import './noise.css';
import './swap.css';
import './studio.css';
import './curves.css';
import './scores.css';
import './narrow.css';

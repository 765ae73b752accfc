// desk.test.mjs - all browser tests of the review desk, in one Chromium. `run.sh` prepares what they need.
import {test} from 'node:test';
import {shut} from './browser.mjs';
import './points-showing.mjs';
import './points-deciding.mjs';
import './points-keeping.mjs';
import './further.mjs';

// A test of its own, for a hook after all tests does not run in node 18.13.
test('the browser ends', shut);

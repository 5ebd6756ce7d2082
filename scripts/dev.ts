/** The command line from source, without a build: `npm run dev -- scan DIR`. */
import { main } from '#cli/main.js';

main();

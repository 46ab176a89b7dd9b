// Website Theme runs `node generate_bootstrap_theme.js OUTPUT SCSS` on save and takes anything on
// stderr for a failure.
const fs = require("fs");
const path = require("path");
const { openBench } = require("./esbuild/entries");
const { compileSass } = require("./esbuild/plugins/sass");

function main([output, scss]) {
	// the caller writes line ends as the two characters \n
	const source = scss.replace(/\\n/g, "\n");
	const { css } = compileSass(openBench({}), source, path.join(__dirname, "theme.scss"), {
		compressed: true,
	});
	fs.writeFileSync(output, css);
}

try {
	main(process.argv.slice(2));
} catch (error) {
	console.error(error.message);
	process.exit(1);
}

// Asset builder. `bench build` runs it as
//   yarn run build|production [--apps a,b] [--skip_frappe] [--files app/x.bundle.js,...]
//                             --run-build-command [--save-metafiles]
// and `bench watch` as
//   yarn run watch [--apps a,b] [--live-reload]
const { parseArgs } = require("node:util");
const { openBench, linkPublicFolders, findEntries } = require("./entries");
const { runAppBuildScripts } = require("./app_scripts");
const { build, watch } = require("./build");

const FLAGS = {
	apps: { type: "string" },
	files: { type: "string" },
	production: { type: "boolean" },
	watch: { type: "boolean" },
	skip_frappe: { type: "boolean" },
	"run-build-command": { type: "boolean" },
	"save-metafiles": { type: "boolean" },
};

// strict: false, because a newer bench may pass flags that this builder does not know;
// --live-reload is such a flag on purpose (the page is reloaded by hand).
function parseOptions(args) {
	const { values } = parseArgs({ args, options: FLAGS, strict: false, allowPositionals: true });
	const list = (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : null);
	return {
		apps: list(values.apps),
		files: list(values.files),
		production: Boolean(values.production),
		watch: Boolean(values.watch),
		skipFrappe: Boolean(values.skip_frappe),
		runBuildCommand: Boolean(values["run-build-command"]),
		saveMetafiles: Boolean(values["save-metafiles"]),
	};
}

async function main(args) {
	const options = parseOptions(args);
	const bench = openBench(options);
	linkPublicFolders(bench);
	const entries = findEntries(bench, options.files);
	if (options.watch) return watch(bench, entries, options);

	await build(bench, entries, options);
	// With --files bench only asks for missing bundles back.
	if (options.runBuildCommand && !options.files) runAppBuildScripts(bench);
}

function fail(error) {
	// esbuild has printed its messages (file, line, column) already
	const shown = Array.isArray(error.errors);
	console.error(
		shown
			? `Build failed: ${error.errors.length} error(s), see above`
			: `Build failed: ${error.message}`
	);
	process.exit(1);
}

main(process.argv.slice(2)).catch(fail);

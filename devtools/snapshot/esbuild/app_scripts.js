// --run-build-command: an app may bring a build of its own (a single page application, say).
const fs = require("fs");
const path = require("path");
const { spawnSync } = require("child_process");
const { appRoot } = require("./entries");

function runAppBuildScripts(bench) {
	// frappe's own "build" script is this builder
	for (const app of bench.apps.filter((name) => name !== "frappe")) {
		if (hasBuildScript(appRoot(bench, app))) runBuildScript(app, appRoot(bench, app));
	}
}

function hasBuildScript(root) {
	const file = path.join(root, "package.json");
	if (!fs.existsSync(file)) return false;
	return Boolean((JSON.parse(fs.readFileSync(file, "utf8")).scripts || {}).build);
}

function runBuildScript(app, root) {
	console.log(`${app}: yarn run build`);
	const result = spawnSync("yarn", ["run", "build"], { cwd: root, stdio: "inherit" });
	if (result.error) throw new Error(`${app}: yarn cannot be started: ${result.error.message}`);
	if (result.status !== 0)
		throw new Error(`${app}: "yarn run build" ended with ${result.status ?? result.signal}`);
}

module.exports = { runAppBuildScripts };

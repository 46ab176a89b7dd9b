// What both node programs (asset builder, realtime server) need to know about the bench.
const fs = require("fs");
const path = require("path");

// The defaults of frappe.get_site_config.
const DEFAULT_REDIS = {
	redis_cache: "redis://127.0.0.1:13311",
	redis_queue: "redis://127.0.0.1:11311",
};

// This file sits in <bench>/apps/frappe. If apps/frappe is a link, node sees the link's target and
// only the environment knows where the bench is (frappe.utils.get_bench_path reads the same variable).
function benchRoot() {
	return path.resolve(process.env.FRAPPE_BENCH_ROOT || path.join(__dirname, "..", ".."));
}

function readConfig(root) {
	const file = path.join(root, "sites", "common_site_config.json");
	const text = fs.readFileSync(file, "utf8");
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Error(`${file} is not valid JSON: ${error.message}`);
	}
}

// kind: "redis_cache" or "redis_queue". Environment first, as in frappe.get_site_config.
function redisUrl(config, kind) {
	return process.env[`FRAPPE_${kind.toUpperCase()}`] || config[kind] || DEFAULT_REDIS[kind];
}

module.exports = { benchRoot, readConfig, redisUrl };

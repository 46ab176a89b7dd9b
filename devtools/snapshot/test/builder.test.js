// The asset builder on an app of a few lines, run as bench runs it: `node esbuild` in apps/frappe.
const test = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { createClient } = require("@redis/client");
const { atEnd, makeBench, write, start, until, startRedis } = require("./support");

const PUBLIC = "apps/demo/demo/public";
const APP = {
	[`${PUBLIC}/js/demo.bundle.js`]: `import "./card.html";\nimport Hello from "./Hello.vue";\nwindow.demo = Hello;\n`,
	[`${PUBLIC}/js/card.html`]: `<b class="card">{{ name }} "quoted"</b>\n`,
	[`${PUBLIC}/js/Hello.vue`]: [
		"<template>",
		'	<p class="hello">{{ text }}</p>',
		"</template>",
		"<script setup>",
		'import { ref } from "vue";',
		'const text = ref("xin chào");',
		"</script>",
		'<style scoped lang="scss">',
		".hello { b { color: red; } }",
		"</style>",
		"",
	].join("\n"),
	[`${PUBLIC}/scss/demo.bundle.scss`]: [
		'@import "~paint/colours";',
		".demo { color: $brand; .in { background: url(/assets/demo/images/a.png); } }",
		"",
	].join("\n"),
	"apps/demo/node_modules/paint/_colours.scss": "$brand: #123456;\n",
};

async function demoBench(t, files = {}) {
	const bench = makeBench(t, { redis_cache: "redis://127.0.0.1:1" }); // nobody listens: not an error
	write(bench, "sites/apps.txt", "frappe\ndemo\n");
	for (const [name, text] of Object.entries({ ...APP, ...files })) write(bench, name, text);
	return bench;
}

function builder(t, bench, ...flags) {
	return start(t, process.execPath, ["esbuild", ...flags], {
		cwd: path.join(bench, "apps", "frappe"),
	});
}

async function build(t, bench, ...flags) {
	const run = builder(t, bench, ...flags);
	return { code: await run.ended, output: run.output() };
}

function assetMap(bench) {
	return JSON.parse(fs.readFileSync(path.join(bench, "sites/assets/assets.json"), "utf8"));
}

function bundle(bench, key) {
	return fs.readFileSync(path.join(bench, "sites", assetMap(bench)[key]), "utf8");
}

// The builder may replace the file between the reading of the map and of the file.
function bundleWhileWatched(bench, key) {
	try {
		return bundle(bench, key);
	} catch (error) {
		if (error.code === "ENOENT") return "";
		throw error;
	}
}

test("builds js with template and component, and css", async (t) => {
	const bench = await demoBench(t);
	const { code, output } = await build(
		t,
		bench,
		"--apps",
		"demo",
		"--run-build-command",
		"--flag-of-a-newer-bench"
	);
	assert.equal(code, 0, output);
	assert.match(output, /built 2 bundles/);
	assert.deepEqual(Object.keys(assetMap(bench)).sort(), ["demo.bundle.css", "demo.bundle.js"]);
	assert.match(
		assetMap(bench)["demo.bundle.js"],
		/^\/assets\/demo\/dist\/js\/demo\.bundle\.[A-Z0-9]{8}\.js$/
	);

	const js = bundle(bench, "demo.bundle.js");
	assert.match(
		js,
		/frappe\.templates\["card"\] = `<b class="card">\{\{ name \}\} "quoted"<\/b>\n`/
	);
	const [, id] = /__scopeId = "(data-v-[0-9a-f]{8})"/.exec(js);
	assert.ok(js.includes(`.hello b[${id}]`), "the component's style is scoped");
	assert.match(js, /frappe\.dom\.set_style\(/);

	const css = bundle(bench, "demo.bundle.css");
	assert.match(css, /\.demo \{\s*color: #123456;/);
	assert.match(css, /\.demo \.in \{\s*background: url\(\/assets\/demo\/images\/a\.png\);/);
});

test("links public folders and node_modules into sites/assets", async (t) => {
	const bench = await demoBench(t);
	await build(t, bench);
	const link = (name) => fs.readlinkSync(path.join(bench, "sites/assets", name));
	assert.equal(link("demo"), path.join(bench, PUBLIC));
	assert.equal(link("demo/node_modules"), path.join(bench, "apps/demo/node_modules"));
});

test("a production build replaces the old file and forgets the cached map", async (t) => {
	const bench = await demoBench(t);
	const redis = await startRedis(t, { password: "s3cret" });
	const url = `${redis.url}/1`;
	write(bench, "sites/common_site_config.json", JSON.stringify({ redis_cache: url }));
	const client = createClient({ url });
	await client.connect();
	atEnd(t, () => client.disconnect());
	await client.set("assets_json", "old");

	await build(t, bench);
	assert.equal(await client.get("assets_json"), null);
	const before = assetMap(bench)["demo.bundle.js"];
	await build(t, bench, "--production");
	const after = assetMap(bench)["demo.bundle.js"];
	assert.notEqual(after, before);
	const folder = fs.readdirSync(path.join(bench, "sites/assets/demo/dist/js")).sort();
	assert.deepEqual(folder, [path.basename(after), `${path.basename(after)}.map`]);
});

test("--files builds only the named bundle", async (t) => {
	const bench = await demoBench(t);
	const { output } = await build(
		t,
		bench,
		"--files",
		"demo/demo.bundle.css",
		"--run-build-command"
	);
	assert.match(output, /built 1 bundles/);
	assert.deepEqual(Object.keys(assetMap(bench)), ["demo.bundle.css"]);
});

test("--run-build-command runs an app's own build script and reports its failure", async (t) => {
	const packageJson = (script) => JSON.stringify({ name: "demo", scripts: { build: script } });
	const bench = await demoBench(t, {
		"apps/demo/package.json": packageJson("node -e 0 > built.txt"),
	});
	assert.equal((await build(t, bench, "--run-build-command")).code, 0);
	assert.ok(fs.existsSync(path.join(bench, "apps/demo/built.txt")));
	write(bench, "apps/demo/package.json", packageJson("exit 3"));
	const { code, output } = await build(t, bench, "--run-build-command");
	assert.equal(code, 1);
	assert.match(output, /demo: "yarn run build" ended with 3/);
});

// Each: what is wrong, in which file, what the message must say.
const MISTAKES = [
	[
		"js",
		"js/demo.bundle.js",
		"let a;\nlet = ;\n",
		/apps\/demo\/demo\/public\/js\/demo\.bundle\.js:2:/,
	],
	["import", "js/demo.bundle.js", 'import "./gone";\n', /js\/demo\.bundle\.js:1:.*\n.*gone/],
	[
		"scss",
		"scss/demo.bundle.scss",
		".a {\n\tcolor: $none;\n}\n",
		/Undefined variable[^]*scss\/demo\.bundle\.scss:2:/,
	],
	[
		"vue tag",
		"js/Hello.vue",
		"<script>\nexport default {};\n</script>\n<template>\n\t<p>\n</template>\n",
		/js\/Hello\.vue:5:/,
	],
	[
		"vue template",
		"js/Hello.vue",
		'<script setup>\nconst a = 1;\n</script>\n<template>\n\t<p\n\t\tv-if="a +"></p>\n</template>\n',
		/js\/Hello\.vue:6:/,
	],
	[
		"vue script",
		"js/Hello.vue",
		"<template><p/></template>\n<script setup>\nlet = ;\n</script>\n",
		/js\/Hello\.vue:3:/,
	],
	[
		"vue style",
		"js/Hello.vue",
		'<template><p/></template>\n<style lang="scss">\n.a { color: $none; }\n</style>\n',
		/js\/Hello\.vue:3:/,
	],
];

for (const [what, file, text, message] of MISTAKES) {
	test(`a mistake (${what}) ends with code 1 and names file and line`, async (t) => {
		const bench = await demoBench(t, { [`${PUBLIC}/${file}`]: text });
		const { code, output } = await build(t, bench, "--run-build-command");
		assert.equal(code, 1, output);
		assert.match(output, message);
		assert.match(output, /Build failed: 1 error\(s\), see above/);
	});
}

test("an unknown app ends with code 1", async (t) => {
	const { code, output } = await build(t, await demoBench(t), "--apps", "demo,nothing");
	assert.equal(code, 1);
	assert.match(output, /not in sites\/apps\.txt: nothing/);
});

test("--watch rebuilds after a change, also of an imported scss file and after a mistake", async (t) => {
	const bench = await demoBench(t);
	const run = builder(t, bench, "--watch", "--live-reload");
	await run.line(/rebuilt demo\.bundle\.js/);
	await run.line(/rebuilt demo\.bundle\.css/);
	const shows = (key, text) =>
		until(
			() => bundleWhileWatched(bench, key).includes(text),
			() => `${text}\n${run.output()}`
		);
	write(bench, `${PUBLIC}/scss/demo.bundle.scss`, ".demo { color: $none; }\n");
	await run.line(/Undefined variable/);
	write(
		bench,
		`${PUBLIC}/scss/demo.bundle.scss`,
		APP[`${PUBLIC}/scss/demo.bundle.scss`] + ".more { color: blue; }\n"
	);
	await shows("demo.bundle.css", "blue");
	write(bench, "apps/demo/node_modules/paint/_colours.scss", "$brand: #abcdef;\n");
	await shows("demo.bundle.css", "#abcdef");
	write(bench, `${PUBLIC}/js/card.html`, "<i>second</i>");
	await shows("demo.bundle.js", "second");
	assert.equal(
		fs.readdirSync(path.join(bench, "sites/assets/demo/dist/css")).length,
		2,
		"old files are gone"
	);
});

test("generate_bootstrap_theme.js writes the theme of a Website Theme", async (t) => {
	const bench = await demoBench(t, {
		[`${PUBLIC}/scss/website.scss`]: ".site { color: $primary; }\n",
	});
	const frappe = path.join(bench, "apps", "frappe");
	const theme = (scss) =>
		start(t, process.execPath, ["generate_bootstrap_theme.js", "theme.css", scss], {
			cwd: frappe,
		});
	assert.equal(await theme('$primary: red;\\n@import "demo/public/scss/website";').ended, 0);
	assert.equal(fs.readFileSync(path.join(frappe, "theme.css"), "utf8"), ".site{color:red}");
	const broken = theme("a { color: $none; }");
	assert.equal(await broken.ended, 1);
	assert.match(broken.output(), /Undefined variable/);
});

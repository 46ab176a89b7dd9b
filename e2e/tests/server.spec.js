// What the web server of ./dev gives away: public files of the site, and nothing beside them.
const http = require("node:http");
const { test, expect, person } = require("../desk");

/** Asks for a path as it stands: a browser, and Playwright, would tidy it first. */
function ask(path) {
	const { hostname, port } = new URL(process.env.KH_URL);
	return new Promise((answered, failed) => {
		const request = http.get({ hostname, port, path }, (response) => {
			response.resume();
			answered({ status: response.statusCode, headers: response.headers });
		});
		request.on("error", failed);
	});
}

for (const path of [
	"/files//etc/passwd",
	"/files/%2fetc/passwd",
	"/files/../../site_config.json",
	"/files/..%2f..%2fsite_config.json",
	"/files/khong-co.txt",
	"/assets/../common_site_config.json",
]) {
	test(`nothing is given for ${path}`, async () => {
		expect((await ask(path)).status).toBe(404);
	});
}

test("a page that somebody attached is downloaded, not shown", async ({ playwright }) => {
	const visitor = await playwright.request.newContext({ baseURL: process.env.KH_URL });
	const { email, password } = person("quanly");
	await visitor.post("/api/method/login", { form: { usr: email, pwd: password } });
	const uploaded = await visitor.post("/api/method/upload_file", {
		multipart: {
			is_private: "0",
			file: {
				name: "trang.html",
				mimeType: "text/html",
				buffer: Buffer.from("<b>Chào</b>"),
			},
		},
		headers: { "X-Frappe-CSRF-Token": await csrfToken(visitor) },
	});
	const { file_url } = (await uploaded.json()).message;
	const answer = await ask(file_url);
	expect(answer.status).toBe(200);
	expect(answer.headers["content-disposition"]).toContain("attachment");
	await visitor.dispose();
});

/** The token that Frappe asks of every request that changes something. */
async function csrfToken(visitor) {
	const desk = await (await visitor.get("/app")).text();
	return /csrf_token = "([^"]+)"/.exec(desk)[1];
}

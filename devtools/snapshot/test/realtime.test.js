// The realtime server as bench runs it (`node apps/frappe/socketio.js`), between a redis of its own,
// a web server that knows three sessions, and socket.io clients that send what a browser sends.
const test = require("node:test");
const assert = require("node:assert/strict");
const net = require("node:net");
const os = require("node:os");
const { makeBench, start, until, startRedis } = require("./support");
const { startAll, startWeb, outcome, joined, names, arrives } = require("./realtime_bench");

test("lets a session in and turns others away", async (t) => {
	const { connect, web, realtime } = await startAll(t);
	assert.equal(await outcome(connect()), null);
	assert.equal(await outcome(connect({ site: "127.0.0.1", transport: "polling" })), null);
	assert.match(await outcome(connect({ sid: null })), /Unauthorized: No sid/);
	assert.match(
		await outcome(connect({ sid: "sid-expired" })),
		/Unauthorized: .*get_user_info: 401/
	);
	assert.match(await outcome(connect({ site: "nosite" })), /Unauthorized: .*get_user_info: 404/);
	assert.equal(await outcome(connect({ site: "a/b", host: "localhost" })), "Invalid namespace");
	assert.ok(web.asked.every(({ method }) => method === "get_user_info"));
	assert.doesNotMatch(realtime.output(), /get_user_info/, "refusals are not logged");
});

test("turns a page of another host away, whatever the port", async (t) => {
	const { connect, web } = await startAll(t);
	for (const origin of [
		"http://evil.example",
		"http://localhost.evil.example:8000",
		"null",
		"",
	]) {
		assert.match(await outcome(connect({ origin })), /Unauthorized: Invalid origin/, origin);
	}
	assert.equal(web.asked.length, 0, "the cookie was not even used");
	assert.equal(await outcome(connect({ origin: "http://localhost:1234" })), null);
});

test("a message for a site without clients opens no unguarded namespace", async (t) => {
	const { connect, publish } = await startAll(t);
	await publish({ event: "list_update", room: "all" });
	await publish({ namespace: "a/b", event: "list_update", room: "all" });
	assert.match(await outcome(connect({ sid: null })), /Unauthorized/);
	assert.equal(await outcome(connect({ site: "a/b", host: "localhost" })), "Invalid namespace");
});

test("progress reaches the right user only", async (t) => {
	const { connect, publish } = await startAll(t);
	const an = await joined(connect());
	const anSecondTab = await joined(connect());
	const binh = await joined(connect({ sid: "sid-binh" }));
	await publish({
		event: "progress",
		room: "user:an@example.com",
		message: { percent: 40, title: "Nhập dữ liệu" },
	});
	await publish({ event: "done", room: "website" });
	await Promise.all([an, anSecondTab, binh].map((client) => arrives(client, "done")));
	for (const client of [an, anSecondTab]) {
		assert.deepEqual(client.events[0], {
			event: "progress",
			percent: 40,
			title: "Nhập dữ liệu",
		});
	}
	assert.deepEqual(names(binh), ["done"]);
});

test("website users get nothing meant for desk users", async (t) => {
	const { connect, publish } = await startAll(t);
	const an = await joined(connect());
	const guest = await joined(connect({ sid: "sid-khach" }));
	await publish({ event: "for_desk", room: "all" });
	await publish({ event: "done", room: "website" });
	await Promise.all([an, guest].map((client) => arrives(client, "done")));
	assert.deepEqual(names(an), ["for_desk", "done"]);
	assert.deepEqual(names(guest), ["done"]);
});

test("two sites on one web server stay apart", async (t) => {
	const { connect, publish, web } = await startAll(t);
	const local = await joined(connect());
	const address = await joined(connect({ site: "127.0.0.1" }));
	assert.deepEqual(web.asked.map((one) => one.site).sort(), ["127.0.0.1", "localhost"]);
	await publish({ event: "first", room: "user:an@example.com", namespace: "localhost" });
	await publish({ event: "second", room: "user:an@example.com", namespace: "127.0.0.1" });
	await Promise.all([arrives(local, "first"), arrives(address, "second")]);
	assert.deepEqual([names(local), names(address)], [["first"], ["second"]]);
});

test("document and list rooms follow the permission", async (t) => {
	const { connect, publish, web, realtime } = await startAll(t);
	const an = await joined(connect());
	const binh = await joined(connect({ sid: "sid-binh" }));
	for (const client of [an, binh]) {
		client.emit("doc_subscribe", "Customer", "SECRET");
		client.emit("doc_subscribe", "Customer", "A/B 1");
		client.emit("doctype_subscribe", "Salary Slip");
		client.emit("doctype_subscribe", "Customer");
	}
	await until(
		() => web.asked.length === 2 + 8,
		() => "eight questions"
	);
	await publishUntil(publish, an, { event: "docinfo_update", room: "doc:Customer/SECRET" });
	await publishUntil(publish, an, { event: "pay_list", room: "doctype:Salary Slip" });
	await publishUntil(publish, binh, { event: "doc_update", room: "doc:Customer/A/B 1" });
	await publishUntil(publish, binh, { event: "list_update", room: "doctype:Customer" });
	assert.deepEqual([...new Set(names(binh))], ["doc_update", "list_update"]);
	assert.doesNotMatch(realtime.output(), /can_subscribe/, "refusals are not logged");

	binh.emit("doc_unsubscribe", "Customer", "A/B 1");
	binh.emit("doctype_unsubscribe", "Customer");
	await settle(binh);
	binh.events.length = 0;
	await publish({ event: "doc_update", room: "doc:Customer/A/B 1" });
	await publish({ event: "list_update", room: "doctype:Customer" });
	await publish({ event: "done", room: "website" });
	await arrives(binh, "done");
	assert.deepEqual(names(binh), ["done"]);
});

// A join follows the web server's answer at its own time: publishes until the client is in the room.
async function publishUntil(publish, client, event) {
	const attempt = async () => {
		await publish(event);
		return names(client).includes(event.event);
	};
	await until(attempt, () => `${event.event}, got ${names(client)}`);
}

// The server takes a client's messages in order: one that answers has the earlier ones behind it.
async function settle(client) {
	client.emit("doc_open", "Customer", "settle");
	await arrives(client, "doc_viewers");
}

test("viewers of a form see each other come and go", async (t) => {
	const { connect } = await startAll(t);
	const an = await joined(connect());
	const binh = await joined(connect({ sid: "sid-binh" }));
	const seen = (users) => {
		const last = () => an.events.filter((one) => one.event === "doc_viewers").at(-1);
		return until(
			() => String(last()?.users) === String(users),
			() => `viewers ${users}, got ${JSON.stringify(last())}`
		);
	};
	an.emit("doc_open", "Customer", "C 1");
	await seen(["an@example.com"]);
	binh.emit("doc_open", "Customer", "C 1");
	await seen(["an@example.com", "binh@example.com"]);
	binh.emit("doc_close", "Customer", "C 1");
	await seen(["an@example.com"]);
	binh.emit("doc_open", "Customer", "C 1");
	await seen(["an@example.com", "binh@example.com"]);
	binh.disconnect();
	await seen(["an@example.com"]);
	assert.deepEqual(an.events.at(-1), {
		event: "doc_viewers",
		doctype: "Customer",
		docname: "C 1",
		users: ["an@example.com"],
	});
});

test("a task's progress goes to its subscribers", async (t) => {
	const { connect, publish } = await startAll(t);
	const an = await joined(connect());
	const binh = await joined(connect({ sid: "sid-binh" }));
	an.emit("task_subscribe", "T1");
	an.emit("progress_subscribe", "T1");
	await publishUntil(publish, an, { event: "task_progress", room: "task_progress:T1" });
	an.emit("task_unsubscribe", "T1");
	await settle(an);
	an.events.length = 0;
	await publish({ event: "task_progress", room: "task_progress:T1" });
	await publish({ event: "done", room: "website" });
	await Promise.all([arrives(an, "done"), arrives(binh, "done")]);
	assert.deepEqual([names(an), names(binh)], [["done"], ["done"]]);
});

test("failures are logged and survived", async (t) => {
	const { connect, publish, publishText, realtime } = await startAll(t);
	const an = await joined(connect());
	an.emit("doctype_subscribe", "Broken");
	await realtime.line(/\/localhost: frappe\.realtime\.can_subscribe_doctype: 500/);
	await publishText("no json");
	await realtime.line(/event dropped \(.*JSON.*\): no json/);
	await publish({ event: "no_room" });
	await realtime.line(/event dropped \(needs namespace, room and event\)/);
	await publish({ event: "done", room: "website" });
	await arrives(an, "done");
});

test("a web server that is down is logged", async (t) => {
	const { connect, realtime, web } = await startAll(t);
	web.stop();
	assert.match(await outcome(connect()), /Unauthorized: .*unreachable \(ECONNREFUSED\)/);
	assert.match(realtime.output(), /\/localhost: .*unreachable \(ECONNREFUSED\)/);
});

test("a question whose connection was lost is asked once more", async (t) => {
	const { connect, web } = await startAll(t);
	web.lose(1);
	assert.equal(await outcome(connect()), null);
	web.lose(2);
	assert.match(await outcome(connect()), /Unauthorized: .*unreachable/);
});

test("listens on 127.0.0.1 only and ends on SIGTERM", async (t) => {
	const { port, realtime } = await startAll(t);
	const others = Object.values(os.networkInterfaces()).flat();
	const outside = others
		.filter((one) => one.family === "IPv4" && !one.internal)
		.map((one) => one.address);
	for (const host of ["127.0.0.2", ...outside]) {
		assert.equal(await reach(host, port), "ECONNREFUSED", host);
	}
	assert.equal(await reach("127.0.0.1", port), "open");
	realtime.child.kill("SIGTERM");
	assert.equal(await realtime.ended, 0);
});

function reach(host, port) {
	return new Promise((resolve) => {
		const socket = net.connect(port, host, () => resolve("open"));
		socket.on("error", (error) => resolve(error.code));
		socket.on("connect", () => socket.destroy());
	});
}

test("a port in use ends with code 1", async (t) => {
	const { port } = await startAll(t);
	const bench = makeBench(t, { socketio_port: port });
	const second = start(t, process.execPath, ["apps/frappe/socketio.js"], { cwd: bench });
	assert.equal(await second.ended, 1);
	assert.match(second.output(), /realtime: listen EADDRINUSE/);
});

test("waits for a redis that starts later", async (t) => {
	const web = await startWeb(t);
	const first = await startRedis(t);
	first.child.kill("SIGTERM");
	await first.ended;
	const bench = makeBench(t, {
		webserver_port: web.port,
		socketio_port: 0,
		redis_queue: first.url,
	});
	const realtime = start(t, process.execPath, ["apps/frappe/socketio.js"], { cwd: bench });
	await realtime.line(/redis: .*ECONNREFUSED.*, trying again/);
	await startRedis(t, { port: Number(new URL(first.url).port) });
	await realtime.line(/redis is back/);
	assert.equal(realtime.output().match(/trying again/g).length, 1, "logged once");
});

// What a browser may say (frappe/public/js/frappe/socketio_client.js) and the rooms it gets for it.
// Room names are those of frappe/realtime.py. Not here: open_in_editor, which only the live reload
// dialog sends, and live reload is off.
const { Refused } = require("./web");

const room = {
	user: (user) => `user:${user}`,
	doctype: (doctype) => `doctype:${doctype}`,
	doc: (doctype, docname) => `doc:${doctype}/${docname}`,
	openDoc: (doctype, docname) => `open_doc:${doctype}/${docname}`,
	task: (id) => `task_progress:${id}`,
	website: "website",
	allDeskUsers: "all",
};

function addHandlers(socket) {
	socket.join([room.user(socket.user), room.website]);
	if (socket.user_type === "System User") socket.join(room.allDeskUsers);
	addListHandlers(socket);
	addDocHandlers(socket);
	addTaskHandlers(socket);
}

function addListHandlers(socket) {
	socket.on("doctype_subscribe", (doctype) =>
		ifAllowed(socket, "can_subscribe_doctype", { doctype }, () =>
			socket.join(room.doctype(doctype))
		)
	);
	socket.on("doctype_unsubscribe", (doctype) => socket.leave(room.doctype(doctype)));
}

// Subscribed: gets changes of the document. Open: is also shown to the others as a viewer.
function addDocHandlers(socket) {
	const openDocs = new Map();
	socket.on("doc_subscribe", (doctype, docname) =>
		ifAllowed(socket, "can_subscribe_doc", { doctype, docname }, () =>
			socket.join(room.doc(doctype, docname))
		)
	);
	socket.on("doc_unsubscribe", (doctype, docname) => socket.leave(room.doc(doctype, docname)));
	socket.on("doc_open", (doctype, docname) =>
		ifAllowed(socket, "can_subscribe_doc", { doctype, docname }, () => {
			socket.join(room.openDoc(doctype, docname));
			openDocs.set(room.openDoc(doctype, docname), [doctype, docname]);
			tellViewers(socket.nsp, doctype, docname);
		})
	);
	socket.on("doc_close", (doctype, docname) => {
		socket.leave(room.openDoc(doctype, docname));
		openDocs.delete(room.openDoc(doctype, docname));
		tellViewers(socket.nsp, doctype, docname);
	});
	// a closed tab says nothing; by now socket.io has taken the socket out of its rooms
	socket.on("disconnect", () => {
		for (const [doctype, docname] of openDocs.values())
			tellViewers(socket.nsp, doctype, docname);
	});
}

// The id of a background task is random and known only to whom Frappe told it: no further check.
function addTaskHandlers(socket) {
	for (const event of ["task_subscribe", "progress_subscribe"]) {
		socket.on(event, (id) => socket.join(room.task(id)));
	}
	socket.on("task_unsubscribe", (id) => socket.leave(room.task(id)));
}

async function ifAllowed(socket, method, params, join) {
	try {
		await socket.ask(`frappe.realtime.${method}`, params);
	} catch (error) {
		// The desk subscribes to whatever is on the screen without asking first, so a refusal is
		// normal and the browser expects no answer. Anything else somebody should see.
		if (!(error instanceof Refused))
			console.error(`realtime: ${socket.nsp.name}: ${error.message}`);
		return;
	}
	if (socket.connected) join(); // the tab may be gone by now
}

function tellViewers(namespace, doctype, docname) {
	const ids = namespace.adapter.rooms.get(room.openDoc(doctype, docname)) || [];
	const users = [...ids].map((id) => namespace.sockets.get(id)?.user).filter(Boolean);
	const message = { doctype, docname, users: [...new Set(users)] };
	namespace.to(room.openDoc(doctype, docname)).emit("doc_viewers", message);
}

module.exports = { addHandlers };

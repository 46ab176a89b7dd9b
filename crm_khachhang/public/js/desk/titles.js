// Titles of linked documents, for the places in which Frappe shows their names: hashes and addresses of mail.
frappe.provide("crm_khachhang.titles");

const has_titles = (doctype) => frappe.boot.link_title_doctypes.includes(doctype);

/** Learns the titles of `links`, an array of [doctype, name]; resolves to whether there was one to learn. */
crm_khachhang.titles.learn = async (links) => {
	const wanted = {};
	for (const [doctype, name] of links)
		if (name && has_titles(doctype) && !frappe.utils.get_link_title(doctype, name))
			(wanted[doctype] ||= new Set()).add(name);
	const asked = Object.entries(wanted);
	await Promise.all(asked.map(([doctype, names]) => learn(doctype, [...names])));
	return asked.length > 0;
};

/** What people read in a field instead of `value`. */
crm_khachhang.titles.spoken = (df, value) => {
	if (df?.fieldtype === "Select") return __(value);
	if (df?.fieldtype !== "Link") return value;
	return frappe.utils.get_link_title(df.options, value) || value;
};

async function learn(doctype, names) {
	const titles = doctype === "User" ? names_of_people(names) : await ask(doctype, names);
	for (const name of names) frappe.utils.add_link_title(doctype, name, titles[name] || name); // else it is asked for again
}

function names_of_people(names) {
	return Object.fromEntries(names.map((name) => [name, frappe.user.full_name(name)]));
}

async function ask(doctype, names) {
	if (!frappe.model.can_read(doctype)) return {};
	await frappe.model.with_doctype(doctype);
	const { title_field } = frappe.get_meta(doctype);
	const rows = await frappe.db.get_list(doctype, {
		fields: ["name", title_field],
		filters: { name: ["in", names] },
		limit: names.length,
	});
	return Object.fromEntries(rows.map((row) => [row.name, row[title_field]]));
}

/** Learns the titles of the links of a list's rows, then draws again if there was one to learn. */
crm_khachhang.titles.show = async (list, draw) => {
	const fields = frappe.meta.get_docfields(list.doctype).filter((df) => df.fieldtype === "Link");
	const links = list.data.flatMap((row) => fields.map((df) => [df.options, row[df.fieldname]]));
	if (await crm_khachhang.titles.learn(links)) draw();
};

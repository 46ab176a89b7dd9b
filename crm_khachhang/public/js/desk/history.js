// The history below our forms tells values as people read them: choices in their language, titles instead of names.
const DOCTYPES = [
	"KH Care Plan",
	"KH Care Schedule",
	"KH Customer",
	"KH Debt",
	"KH Debt Payment",
	"KH Partner",
	"KH Sales Team",
	"KH Settings",
];

for (const doctype of DOCTYPES)
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			if (!frm.timeline) return;
			speak_in_history(frm);
			learn_titles(frm);
		},
	});

const field = (frm, name) => frappe.meta.get_docfield(frm.doctype, name);

function speak_in_history(frm) {
	const { timeline } = frm;
	if (timeline.kh_speaks) return;
	timeline.kh_speaks = true;
	const { get_version_timeline_contents } = timeline;
	timeline.get_version_timeline_contents = function () {
		const as_stored = this.doc_info;
		const versions = (as_stored.versions || []).map((one) => spoken(frm, one));
		this.doc_info = { ...as_stored, versions };
		try {
			return get_version_timeline_contents.call(this);
		} finally {
			this.doc_info = as_stored;
		}
	};
}

function spoken(frm, version) {
	const data = JSON.parse(version.data || "{}");
	if (!data.changed) return version;
	data.changed = data.changed.map(([name, ...values]) => [
		name,
		...values.map((value) => crm_khachhang.titles.spoken(field(frm, name), value)),
	]);
	return { ...version, data: JSON.stringify(data) };
}

async function learn_titles(frm) {
	const changes = (frm.get_docinfo()?.versions || []).flatMap(
		({ data }) => JSON.parse(data || "{}").changed || []
	);
	const links = changes
		.filter(([name]) => field(frm, name)?.fieldtype === "Link")
		.flatMap(([name, ...values]) => values.map((value) => [field(frm, name).options, value]));
	await crm_khachhang.titles.learn(links);
	// Drawn before the wrapper was there, or before the titles were.
	if (changes.length) frm.timeline.refresh();
}

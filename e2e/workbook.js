// A small .xlsx, so that the tests need no library for one: a zip of four parts, nothing in it compressed.

const CRC = Array.from({ length: 256 }, (_, value) => {
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value >>> 0;
});

const crc32 = (bytes) =>
	(bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 255] ^ (sum >>> 8), 0xffffffff) ^
		0xffffffff) >>>
	0;

const SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const escape = (text) =>
	String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const cell = (value) => `<c t="inlineStr"><is><t>${escape(value)}</t></is></c>`;

function parts(rows, sheet) {
	const lines = rows.map(
		(row, index) => `<row r="${index + 1}">${row.map(cell).join("")}</row>`
	);
	return {
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
			<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
			<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>
			<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
		"_rels/.rels": `<Relationships xmlns="${RELATIONS}">
			<Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="${RELATIONS}">
			<Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns="${SPREADSHEET}" xmlns:r="${DOCUMENT}">
			<sheets><sheet name="${escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="${SPREADSHEET}"><sheetData>${lines.join(
			""
		)}</sheetData></worksheet>`,
	};
}

/** What the two headers of an entry have in common: version, flags, no compression, a day, sum, sizes, lengths. */
function facts(name, content) {
	const bytes = Buffer.alloc(26);
	bytes.writeUInt16LE(20, 0);
	bytes.writeUInt16LE(0x5a21, 8);
	bytes.writeUInt32LE(crc32(content), 10);
	bytes.writeUInt32LE(content.length, 14);
	bytes.writeUInt32LE(content.length, 18);
	bytes.writeUInt16LE(name.length, 22);
	return bytes;
}

function zip(files) {
	const bodies = [];
	const entries = [];
	let place = 0;
	for (const [name, text] of Object.entries(files)) {
		const content = Buffer.from(text);
		const common = facts(name, content);
		const body = Buffer.concat([
			Buffer.from("PK\x03\x04"),
			common,
			Buffer.from(name),
			content,
		]);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(place, 10);
		entries.push(
			Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, tail, Buffer.from(name)])
		);
		bodies.push(body);
		place += body.length;
	}
	const list = Buffer.concat(entries);
	const end = Buffer.alloc(22);
	end.write("PK\x05\x06", "latin1");
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(place, 16);
	return Buffer.concat([...bodies, list, end]);
}

/** The bytes of a workbook with `rows`, lists of texts, on its only sheet. */
exports.workbook = (rows, sheet = "Khách hàng") => zip(parts(rows, sheet));

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const [en, vi] = ["en", "vi"].map((lang) =>
  Object.entries(JSON.parse(readFileSync(new URL(`../../../static/catalogue/${lang}.json`, import.meta.url), "utf-8"))),
);

/** Words that have another one in their place, so that each thing has one name; the glossary lists those. */
const DROPPED = {
  "phân phối": "phân bố", // the lecture's word
  "không gian ẩn": "không gian tiềm ẩn",
  "tọa độ ẩn": "tọa độ tiềm ẩn",
  xoá: "xóa",
  " sd": "độ lệch chuẩn",
  "(sd": "độ lệch chuẩn",
  "rút lại": "lấy mẫu lại",
  "rút ngẫu nhiên": "lấy mẫu ngẫu nhiên",
  "rút từ": "lấy từ",
  "mẫu quan trọng": "lấy mẫu theo trọng số",
  "trọng số quan trọng": "lấy mẫu theo trọng số",
  "hạt giống": "seed",
  "láng giềng": "ảnh lân cận",
  "tính liên tục": "độ liên tục",
  "mất mát của bạn": "hàm mất mát của chữ số này",
  "bước nhìn đều": "các bước đều về hình ảnh",
  "gần ít có nghĩa": "các điểm gần nhau cho ảnh ít giống nhau",
  "chồng nhau": "không phân định",
};

test("in Vietnamese each thing has one name", () => {
  for (const [key, text] of vi)
    for (const [word, better] of Object.entries(DROPPED))
      assert.ok(!text.toLowerCase().includes(word), `${key} says “${word}”, not “${better}”`);
});

test("a share of the digits is not said as an amount: “cao hơn 58%” would be higher by that", () => {
  for (const [key, text] of vi) assert.doesNotMatch(text, /(cao|lớn|xa) hơn \{\w+\}%/, key);
});

test("percentages are written in one way: the sign follows the number", () => {
  for (const [key, text] of [...en, ...vi]) assert.doesNotMatch(text, /[\d}]\s%/, key);
});

#!/usr/bin/env python3
"""Taiwan's own texts to simplified characters and back: how often is a character not what it was?

    pip install opencc==1.4.2
    python3 tests/opencc/roundtrip.py --huimeng target/release/huimeng TEXT...

TEXT are files of traditional text as Taiwan writes it, UTF-8, a sentence or paragraph a line. OpenCC's tw2s makes them
simplified; huimeng and OpenCC's s2tw, both without vocabulary, make them traditional again. Whoever wrote the texts
knew neither program, so this is an independent test of characters with more than one form, and of names. Pairs of
forms that Taiwan's press uses side by side (公布 and 公佈) count as one. A * marks what OpenCC gets right. What is left holds slips of the texts
themselves, and what simplified text cannot tell (范 and 範 in a given name): the figure is for comparing. Not in CI.
"""

import argparse
import collections
import re
import subprocess
import sys

import opencc

# Forms side by side, the first stands for all. Not here: forms whose difference says something (後 and 后, 隻 and 只).
SAME = """布佈 了瞭 鑑鑒 注註 周週 恆恒 占佔 台臺 裡裏 為爲 群羣 秘祕 雇僱 帳賬 凶兇 嘆歎 梁樑 飢饑 回迴 借藉 托託 畫劃划
癡痴 煙菸 升昇陞 盡儘 巨鉅 污汙 眾衆 吃喫 線綫 啟啓 說説 產産 峰峯 床牀 濕溼 鉤鈎 妝粧 灶竈 偽僞 曬晒 念唸 夥伙 蘇甦 徑逕
刮颳 毀燬譭 欲慾 跡蹟 檯枱 扎紮 彷仿 彿佛 家傢 俱具 唇脣 閒閑 杯盃 鏽銹 哄鬨 傑杰 匯彙 弦絃 勛勳 沉沈 並併 卻却 岩巖 拼拚 券劵
釐厘 核覈 恤卹 繞遶 糖醣 莊庄 絡路 贊讚 譁嘩 嚐嘗 牆墻 凌淩 泄洩 侷局 搜蒐 豔艷 鋪舖 餵喂 復覆複 諮咨 座坐 薦荐 錶表 證証
滷鹵 蔘參 捆綑 扣釦 鍊鏈煉 麼麽 癒愈 致緻 罈壇"""
CANONICAL = str.maketrans({form: group[0] for group in SAME.split() for form in group[1:]})
HAN = re.compile("[\u3400-\u9fff]")
# Texts of the other script in between would count against everybody.
SIMPLIFIED = re.compile("[们这个为说来国发对时]")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--huimeng", required=True, help="the program")
    options.add_argument("--show", default=30, type=int, help="how many of the most frequent differences are shown")
    options.add_argument("--places", default=4, type=int, help="in how many places each")
    options.add_argument("texts", nargs="+", metavar="TEXT")
    options = options.parse_args()
    originals = [line for text in options.texts for line in lines(text)]
    simplified = list(map(opencc.OpenCC("tw2s").convert, originals))
    results = {
        "huimeng": huimeng(options.huimeng, simplified),
        "OpenCC": list(map(opencc.OpenCC("s2tw").convert, simplified)),
    }
    length = sum(len(HAN.findall(line)) for line in originals)
    print(f"{length} characters")
    for name, result in results.items():
        found = differences(originals, simplified, result, results["OpenCC"] if name == "huimeng" else result)
        count = sum(map(len, found.values()))
        print(f"\n{name}: {count} differ, {count / length * 10_000:.1f} in 10,000")
        for (was, becomes), places in sorted(found.items(), key=lambda item: -len(item[1]))[: options.show]:
            print(f"  {len(places):5} {was} → {becomes}  {'  '.join(places[: options.places])}")


def lines(path: str) -> list[str]:
    with open(path, encoding="utf-8") as file:
        found = (line.strip() for line in file)
        return [line for line in found if HAN.search(line) and not SIMPLIFIED.search(line)]


def huimeng(program: str, texts: list[str]) -> list[str]:
    command = [program, "zh", "--text", "--to", "zh-Hant-TW", "--convert", "characters"]
    run = subprocess.run(command, input="\n".join(texts) + "\n", text=True, capture_output=True, check=True)
    converted = run.stdout.splitlines()
    if len(converted) != len(texts):
        sys.exit("huimeng gave another number of lines")
    return converted


def differences(originals: list[str], simplified: list[str], results: list[str], others: list[str]) -> dict:
    """`{(was, becomes): [place in the simplified text]}`; first the places where the other result is right, with a *."""
    found = collections.defaultdict(list)
    for original, source, result, other in zip(originals, simplified, results, others):
        if not len(original) == len(source) == len(result):
            continue
        pairs = zip(original.translate(CANONICAL), result.translate(CANONICAL))
        for at, (was, becomes) in enumerate(pairs):
            if was != becomes and HAN.match(was):
                place = source[max(0, at - 4) : at + 5]
                is_right = len(other) == len(original) and other[at] == original[at]
                found[original[at], result[at]].insert(*((0, "*" + place) if is_right else (sys.maxsize, place)))
    return found


if __name__ == "__main__":
    main()

"""The corpus of whole-program measurements: an alliance's site with news, partners and signings, the same on every
machine. `compare_generators.py` writes it for huimeng and for Hugo."""

import json
import random
import re

SECTIONS = ("news", "partners", "signings")

REGIONS = ["济南", "青岛", "沈阳", "长春", "苏州", "东莞", "合肥", "西安", "成都", "重庆", "武汉", "郑州",
           "南通", "嘉兴", "温州", "厦门", "昆明", "兰州", "台州", "余姚", "舟山", "范县", "干州", "后坪"]
FIELDS = ["智能制造", "高端装备", "新能源汽车", "生物医药", "集成电路", "工业软件", "现代物流", "轨道交通",
          "航空维修", "绿色化工", "数字纺织", "现代农业", "网络安全", "人工智能", "大数据", "云计算", "低空经济"]
EQUIP = ["五轴机床", "焊接机器人", "激光打印机", "数控系统", "三坐标测量机", "动力电池测试台", "钻井平台模型",
         "干燥设备", "自动化立体仓库", "智能电表", "光刻胶涂布机", "服务器机柜", "工业相机"]
SOFT = ["教学管理软件", "实习信息平台", "岗位能力数据库", "校园网络", "数字孪生系统", "学分银行程序",
        "智能排课算法", "设备联网模块", "移动客户端", "视频会议系统", "云存储服务"]
SURN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗范余沈钟叶姜"
GIVEN = "志强晓梅建国文静立新海燕云松千里发奎复生余庆谷雨征程尽美怀表秋实"
SCHOOL_A = ["明水", "海右", "北辰", "江畔", "松山", "云台", "锦里", "复兴", "长征", "东台", "春和", "齐川"]
SCHOOL_B = ["职业技术学院", "工程职业学院", "机电技师学院", "应用技术大学", "信息职业学院", "交通技术学院"]
FIRM_B = ["重工集团", "精密机械公司", "软件股份公司", "新能源科技公司", "电子材料公司", "网络科技公司",
          "面粉机械厂", "钟表仪器厂", "生物制药公司", "物流供应链公司"]
INST_B = ["先进制造研究院", "新材料研究所", "工业互联网研究中心", "职业教育研究所"]
ASSOC_B = ["机械工业协会", "软件行业协会", "职业教育学会", "物流与采购联合会"]
GOV_B = ["开发区管委会", "教育局", "人力资源和社会保障局", "工业和信息化局"]
KINDS = [("高校", SCHOOL_B), ("企业", FIRM_B), ("科研院所", INST_B), ("行业协会", ASSOC_B), ("政府", GOV_B)]
CATS = ["现场工程师培养", "订单班培养", "共建产业学院", "职工培训", "技术服务", "实训室共建"]
KIND_IDS = {"高校": "school", "企业": "enterprise", "科研院所": "research", "行业协会": "association", "政府": "government"}
CAT_IDS = ["field-engineer", "order-class", "industry-college", "staff-training", "technical-service", "training-room"]
TAGS = ["产教融合", "人才培养", "校企合作", "现场工程师", "产业学院", "订单班", "职工培训", "技术服务",
        "实训基地", "智能制造", "数字经济", "人工智能", "网络安全", "大数据", "新能源", "生物医药",
        "高端装备", "现代物流", "技能大赛", "师资队伍", "就业创业", "政策解读", "国际合作", "会议活动"]
SOURCES = ["联盟秘书处", "理事单位供稿", "园区发展局", "本站记者", "校企合作处", "行业通讯员"]
VENUES = ["会议中心一楼报告厅", "学院图书馆里的学术厅", "产业园路演台", "校史馆后厅", "实训楼二层", "云端会议系统"]

SENT = [
    "{org}与{org2}在{region}举行座谈，就{field}方向的专业建设交换了意见。",
    "双方约定共同修订人才培养方案，把企业的真实项目搬进课堂，学徒入岗前后都有师傅带。",
    "按照计划，首批{n}名学员将于年内进入{field}生产一线，跟岗学习不少于{m}周。",
    "{person}表示，发展的底气来自一线，头发白了多少根不要紧，要紧的是把手艺传下去。",
    "厂区距学校约{m}公里，沿着山里的公路走，后排座位上都是去实训的学生。",
    "车间里{n}台{equip}同时运转，平台大屏上的曲线显示设备复用率稳步提升。",
    "项目组把{soft}部署在本地机房，信息系统之间的联系与关系一目了然。",
    "干部带头把实训室打扫得干干净净，干燥间、烘干线和面料间也做了改造。",
    "食堂师傅端来一碗面条，对面坐着的工程师还在比划着零件的表面粗糙度。",
    "晚会上，学生自编的短剧《皇后的织机》压轴登台，演出之后大家围绕后发优势展开讨论。",
    "{org}提供的{soft}支持断点续传，默认打印机驱动、网络协议和内存参数都已预先设置。",
    "这一周，教师团队周密安排，完成了{n}个教学模块的测试并合并了重复的课程。",
    "{person}介绍，征求意见稿共收到{n}条建议，其中{m}条涉及现场工程师的评价制度。",
    "联盟将制造业企业的岗位标准译成课程标准，制度先行，只有流程跑通，一只螺钉的公差才讲得清楚。",
    "数据库里登记的{n}家成员单位覆盖{field}全链条，范围包括研发、采购、物流与售后。",
    "钟表厂的老师傅拿出一块怀表，讲复杂机芯如何装配，学生们准备了厚厚的笔记本。",
    "“尽管任务重，但大家尽职尽责。”{person}说，历史欠账要按日历一天天补上。",
    "{region}的松树林旁，新建的{equip}已经通电，放松警惕的事一件也不能发生。",
    "活动现场采集了{n}组数据，经过特征提取与人工智能模型训练，识别准确率达到百分之{p}。",
    "云计算课程由{org}承担，课上说的云不是天上的云，但学生们仍爱用它打趣。",
    "今年下半年，{org2}将再投入{n}万元，用于{equip}更新和双师型教师的企业实践。",
    "协议明确了知识产权归属、学生实习报酬与安全责任，避免了只签约不落地的现象。",
    "据了解，{field}相关岗位缺口仍达{n}人，订单班毕业生的留任率保持在百分之{p}以上。",
    "北斗定位模块装进了教学用车，斗志昂扬的车队从{region}出发，里程碑式的测试就此开始。",
    "游泳馆改成了水下机器人实训池，参观游览路线也重新标注，注册与注意事项贴在门口。",
    "{org}的{person}批准了第{m}期项目，准予立项的通知当天就发到了每个班组。",
    "舍友们把宿舍的旧显示器捐给了社团，占用不多的空间里跑起了小型服务器集群。",
    "我们不唱高调，歌曲可以晚点写，先把{equip}的误差曲线压下来。",
    "会议强调，要以产业园区为基础，打造政行企校研五方协同、共建共享的联合体。",
    "专家组实地查看了{field}公共实践中心，对其软件质量、硬件接口和用户权限管理给予肯定。",
    "{org}面向在职员工开设夜校，余额不足的班次由联盟统筹，业余时间也能拿到学分。",
    "项目采用“招生即招工、入校即入企”的学徒制，校企双导师每{m}天复盘一次。",
    "与会代表认为，人才链要跟着产业链走，专业设置不能再闭门造车。",
    "通过远程登录，{region}的学员可以调用主校区的{soft}，文件、文档和源代码统一备份。",
    "验收当天气温骤降，谷地里起了雾，粮食烘干线却照常出料，五谷杂粮分级入仓。",
    "{person}是{org2}的技术骨干，他把十年的检修经验整理成{n}条要点，挂在工位旁。",
    "技能大赛设{m}个赛项，裁判只看结果，操作规范与安全生产各占一半分值。",
    "下一步，联盟将发布{field}人才需求报告，逐项对照，逐条销号。",
]
HEADS = ["背景与缘起", "合作内容", "现场见闻", "主要做法", "平台与系统建设", "人才培养路径", "数据一览", "企业之声",
         "师资与课程", "下一步安排", "工作机制", "成效与反响", "设备与软件", "问题与改进", "后续计划", "里程碑"]
SUBHEADS = ["组织保障", "课程表与岗位表", "实训台账", "关键技术", "学员感言", "经费安排"]
ITEMS = ["共建{field}实训室，配置{equip}{m}台", "联合开发教材{m}部，全部配套数字资源", "每年选派{n}名教师到{org}实践",
         "开放{soft}接口，信息互通、标准互认", "面向社会开展职工培训{n}人次", "设立奖学金，优先支持里程碑项目",
         "建立联系人制度，重大事项一周内答复", "组织{field}方向的技能比武与成果发布"]
FOOT = ["数据由{org}提供，统计截至上季度末。", "此处“台”指设备计量单位，与平台无关。", "名单按笔画排序，排名不分先后。",
        "里程按实际公里数计，含返程。"]
QUOTE = ["把课堂搬到生产线上，把论文写在机床边。", "产业需要什么人，学校就和企业一起培养什么人。", "联盟不是挂牌子，是一件一件把事办成。"]
CODE = [
    ("python", "# 统计各专业订单班人数\nfrom collections import Counter\n\ndef count(rows):\n    total = Counter()\n    for row in rows:\n        total[row[\"major\"]] += int(row[\"students\"])\n    return total.most_common(5)\n\nprint(count([{\"major\": \"机电\", \"students\": \"42\"}]))\n"),
    ("sql", "-- 查询各地区成员单位\nSELECT region, COUNT(*) AS n\nFROM partner\nWHERE joined >= '2023-01-01'\nGROUP BY region\nHAVING COUNT(*) > 3\nORDER BY n DESC;\n"),
    ("yaml", "# 采集网关配置\ngateway:\n  host: 10.0.0.8\n  port: 1883\n  topics:\n    - line/1/status\n    - line/2/status\n  retry: { max: 5, backoff: 2s }\n"),
    ("json", "{\n  \"station\": \"A-07\",\n  \"operator\": \"学徒三班\",\n  \"readings\": [12.5, 12.7, 12.6],\n  \"passed\": true\n}\n"),
    ("bash", "#!/usr/bin/env bash\nset -euo pipefail\n# 备份实训平台数据库\nfor db in training partner; do\n  pg_dump \"$db\" | gzip > \"/backup/${db}-$(date +%F).sql.gz\"\ndone\n"),
    ("rust", "/// 计算重复定位精度\nfn repeatability(xs: &[f64]) -> f64 {\n    let mean = xs.iter().sum::<f64>() / xs.len() as f64;\n    let var = xs.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (xs.len() - 1) as f64;\n    3.0 * var.sqrt()\n}\n"),
]



class Gen:
    def __init__(self, n, seed):
        self.n, self.seed = n, seed
        self.np = max(4, n // 10)
        self.ns = max(2, n // 10)
        self.nn = max(1, n - self.np - self.ns)
        self.partners = [self._partner_name(i) for i in range(self.np)]

    def rng(self, *key):
        return random.Random("%d/%s" % (self.seed, "/".join(map(str, key))))

    def _partner_name(self, i):
        r = self.rng("pn", i)
        kind, tails = KINDS[r.choices(range(5), (35, 45, 8, 7, 5))[0]]
        region = r.choice(REGIONS)
        name = region + ("" if kind in ("政府", "行业协会") else r.choice(SCHOOL_A)) + r.choice(tails)
        return {"slug": "p-%06d" % i, "name": name, "kind": kind, "region": region}

    def person(self, r):
        return r.choice(SURN) + r.choice(GIVEN) + (r.choice(GIVEN) if r.random() < .7 else "")

    def fill(self, r, t):
        if "{" not in t:
            return t
        return t.format(org=r.choice(self.partners)["name"], org2=r.choice(self.partners)["name"],
                        region=r.choice(REGIONS), field=r.choice(FIELDS), equip=r.choice(EQUIP),
                        soft=r.choice(SOFT), person=self.person(r), n=r.randrange(12, 980),
                        m=r.randrange(2, 40), p=r.randrange(81, 99))

    def para(self, r, k):
        return "".join(self.fill(r, t) for t in r.sample(SENT, k))

    def slug(self, sec, i):
        return {"news": "n", "partners": "p", "signings": "s"}[sec] + "-%06d" % i

    def link(self, r):
        sec = r.choices(SECTIONS, (6, 3, 1))[0]
        i = r.randrange({"news": self.nn, "partners": self.np, "signings": self.ns}[sec])
        text = self.partners[i]["name"] if sec == "partners" else self.title(sec, i)
        return "[%s](../%s/%s.md)" % (text, sec, self.slug(sec, i))

    def title(self, sec, i):
        r = self.rng("t", sec, i)
        a, b = r.choice(self.partners)["name"], r.choice(self.partners)["name"]
        f = r.choice(FIELDS)
        if sec == "signings":
            return "%s与%s%s合作签约仪式" % (a, b, f)
        return r.choice(["%s携手%s共建%s产业学院", "%s赴%s调研%s人才培养", "%s联合%s发布%s岗位标准",
                         "%s与%s深化%s领域产教融合"]) % (a, b, f)

    def date(self, r):
        return "%04d-%02d-%02d" % (r.randrange(2018, 2026), r.randrange(1, 13), r.randrange(1, 29))

    def body(self, r):
        out, foot = [], []
        target = r.randrange(600, 1500)
        wrap = r.random() < .15
        feats = {k for k, p in (("table", .2), ("foot", .15), ("code", .05), ("quote", .2), ("img", .6)) if r.random() < p}
        size = 0
        heads = r.sample(HEADS, 8)

        def add_para(k):
            nonlocal size
            p = self.para(r, k)
            size += len(p)
            if "foot" in feats and not foot:
                p += "[^1]"
                foot.append("[^1]: " + self.fill(r, r.choice(FOOT)))
            if r.random() < .3:
                p += "相关报道见" + self.link(r) + "。"
            if r.random() < .25:
                q = r.choice(FIELDS)
                p = p.replace(q, "**%s**" % q, 1)
            if wrap:  # newspaper-like hard wraps; never inside a link or footnote mark
                w = r.randrange(17, 23)
                cut = p.find("相关报道见[")
                head, tail = (p, "") if cut < 0 else (p[:cut], p[cut:])
                mark = ""
                if head.endswith("[^1]"):
                    head, mark = head[:-4], "[^1]"
                head = "\n".join(head[j:j + w] for j in range(0, len(head), w))
                head = re.sub(r"\n([-+#>*\d])", r"\1", head)
                p = head + mark + ("\n" + tail if tail else "")
            out.append(p)

        add_para(r.randrange(2, 4))
        if "img" in feats:
            out.append("![%s](/images/pic-%02d.svg)" % (r.choice(["签约现场", "实训车间", "会议合影", "设备与平台"]), r.randrange(12)))
        h = 0
        while size < target:
            out.append("## " + heads[h % 8])
            h += 1
            add_para(r.randrange(2, 5))
            x = r.random()
            if x < .35:
                o = r.random() < .4
                its = [self.fill(r, t) for t in r.sample(ITEMS, r.randrange(3, 6))]
                size += sum(map(len, its))
                out.append("\n".join(("%d. " % (j + 1) if o else "- ") + t for j, t in enumerate(its)))
            elif x < .5:
                out.append("### " + r.choice(SUBHEADS))
                add_para(r.randrange(1, 3))
            if "table" in feats and h == 1:
                rows = ["| 单位 | 类别 | 地区 | 人数 |", "| --- | :-: | --- | --: |"]
                for _ in range(r.randrange(3, 7)):
                    p = r.choice(self.partners)
                    rows.append("| %s | %s | %s | %d |" % (p["name"], p["kind"], p["region"], r.randrange(10, 400)))
                out.append("\n".join(rows))
            if "quote" in feats and h == 2:
                out.append("> " + r.choice(QUOTE))
            if "code" in feats and h == 1:
                lang, src = r.choice(CODE)
                out.append("```%s\n%s```" % (lang, src))
        return "\n\n".join(out + foot) + "\n"

    def items(self):
        for i in range(self.nn):
            r = self.rng("news", i)
            yield "news", self.slug("news", i), {
                "title": self.title("news", i), "date": self.date(r), "summary": self.para(r, 1),
                "tags": r.sample(TAGS, r.randrange(2, 5)), "authors": [self.person(r) for _ in range(r.randrange(1, 3))],
                "source": r.choice(SOURCES), "cover": "/images/pic-%02d.svg" % r.randrange(12)}, self.body(r)
        for i in range(self.np):
            r = self.rng("partners", i)
            p = self.partners[i]
            yield "partners", p["slug"], {"name": p["name"], "kind": p["kind"], "region": p["region"],
                                          "website": "https://p%06d.example.cn/" % i, "joined": self.date(r)}, self.body(r)
        for i in range(self.ns):
            r = self.rng("signings", i)
            yield "signings", self.slug("signings", i), {
                "title": self.title("signings", i), "date": self.date(r), "venue": r.choice(VENUES),
                "host": r.choice(self.partners)["slug"],
                "agreements": [{"category": r.choice(CATS), "parties": [p["slug"] for p in r.sample(self.partners, r.randrange(2, 4))]}
                               for _ in range(r.randrange(2, 7))]}, self.body(r)


def q(s):
    return json.dumps(s, ensure_ascii=False)


def yaml(meta, ind=0):
    out, pad = [], "  " * ind
    for k, v in meta.items():
        if isinstance(v, dict):
            out.append("%s%s:\n%s" % (pad, k, yaml(v, ind + 1)))
        elif isinstance(v, list) and v and isinstance(v[0], dict):
            out.append("%s%s:" % (pad, k))
            for d in v:
                out.append("%s  - category: %s\n%s    parties: [%s]" % (pad, q(d["category"]), pad, ", ".join(map(q, d["parties"]))))
        elif isinstance(v, list):
            out.append("%s%s: [%s]" % (pad, k, ", ".join(map(q, v))))
        elif k in ("date", "joined"):
            out.append("%s%s: %s" % (pad, k, v))
        else:
            out.append("%s%s: %s" % (pad, k, q(v)))
    return "\n".join(out)


def shape(fmt, meta):
    """Front matter in each tool's own convention."""
    m = dict(meta)
    if fmt == "huimeng":
        if "name" in m:
            m = dict({"title": m.pop("name")}, **m)
        if "kind" in m:
            m["kind"] = KIND_IDS[m["kind"]]
        if "agreements" in m:
            m["agreements"] = [dict(a, category=CAT_IDS[CATS.index(a["category"])]) for a in m["agreements"]]
        return m
    top = {"title": m.pop("title", None) or m.pop("name"), "date": m.pop("date", None) or m.get("joined")}
    for key in ("summary", "tags"):
        if key in m:
            top[key] = m.pop(key)
    if "joined" in m:
        m["since"] = m.pop("joined")
    top["params"] = m
    return top


def strings(value):
    """All texts in a value, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in strings(inner)]
    return [] if value.isascii() else [value]


def with_strings(value, texts):
    """The value with other texts, which come in the same order."""
    if isinstance(value, dict):
        return {key: with_strings(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_strings(inner, texts) for inner in value]
    return value if value.isascii() else next(texts)


PICTURE = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><rect width="640" height="360" '
           'fill="hsl(%d,40%%,60%%)"/><circle cx="320" cy="180" r="%d" fill="#fff" opacity=".4"/></svg>\n')
STYLE = ("body{font:16px/1.7 sans-serif;max-width:60rem;margin:auto;padding:1rem}\n"
         "nav a{margin-right:1em}\ntable{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em}\n")


def static_files():
    for i in range(12):
        yield "images/pic-%02d.svg" % i, PICTURE % (i * 30, 60 + i * 8)
    yield "style.css", STYLE


def source(fmt, meta, body):
    return "---\n%s\n---\n\n%s" % (yaml(shape(fmt, meta)), body)

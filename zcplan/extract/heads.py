"""What a name may end in, by what its figure is measured in: 率 for a percentage, 收入 for money, 企业 for a count.

A list of what is allowed. A name of another form may be right; it is only not offered without a person's look.
"""

from __future__ import annotations

import re

from zcplan import quantity

_RATIO = (
    "率 比重 占比 比例 比率 比 强度 指数 程度 涨幅 降幅 增幅 增速 覆盖面 水平 密度 系数 杠杆 价格 满意度 保有量 "
    "贡献 份额"
)
_MONEY = (
    "收入 支出 投资 增加值 总值 产值 总产值 GDP 总额 金额 额 余额 贷款 存款 存贷款 资金 资产 收益 利润 营收 税收 税费 规模 "
    "进出口 出口 进口 外贸 外资 内资 消费 零售额 销售 债券 国债 专项债 基金 补贴 补助 标准 工资 薪酬 费 价 保费 融资 信贷 "
    "红利 债务 赔付 公积金 养老金 低保 存量 增量 产业 经济 花费 到位 授信 担保 转移支付 投入 经费 减税降费 退税 "
    "资本 市值 净值 账款 募资 订单 营业额 流水 交易 采购 奖励 贴息 救助"
)
_MASS = (
    "产量 总产 单产 产 量 货运 运量 产能 能力 储备 蔬菜 水果 粮食 肉类 禽蛋 牛奶 水产品 原煤 煤炭 原油 天然气 储量 外运 "
    "吞吐 垃圾 排放 碳汇 能耗 煤耗 浓度 PM2.5 PM10 消费 节水 增产 供应"
)
_POWER = "量 装机 容量 规模 负荷 能力 发电 用电 供电 外送 电 储能 光伏 风电 项目 节约"
_EXTENT = (
    "面积 里程 长度 容量 库容 公路 道路 铁路 高铁 高速 地铁 轨道 街 路 管网 管线 管道 网 绿道 步道 农田 田 耕地 土地 "
    "林地 草原 湿地 绿地 地 造林 绿化 种草 改良 治沙 用地 厂房 住房 房 房屋 建筑 空间 载体 线 线路 廊道 渠 渠道 堤防 "
    "河道 岸线 播种 种植 灌溉 节水 流转 保护 修复 耕作 小区 设施农业 大棚 用水 供水 水量 蓄水 调水 供热 供暖 光缆 林 "
    "岸 沟 棚圈 粮 粮田 水稻 小麦 玉米 大豆"
)
_PEOPLE = (
    "就业 人数 人次 人口 游客 旅客 人才 人员 劳动力 学生 老人 老年人 儿童 培训 参保 职工 毕业生 农民工 群众 居民 "
    "从业 创业 参赛 观众 医生 护士 教师 工匠 工人 技工 消费者 用户 会员 志愿者 运动员 护理员 残疾人 对象 托位 学位 "
    "床位 网格员 专家 特派员 干部 经理人 特困 失业 转移 进出口 客流 客运 旅游 发送量 吞吐量 量 数"
)
_HOUSEHOLDS = (
    "户 小区 改造 危房 家庭 主体 住房 用户 农户 住户 回迁 安置 搬迁 改厕 取暖 供水 供暖 房 商户 工商户 大户 企业 燃气"
)
_COUNTS = (
    "企业 单位 机构 项目 工程 小区 社区 学校 小学 中学 高中 初中 高校 大学 学院 幼儿园 园 中心 医院 卫生院 卫生室 医联体 "
    "医共体 站 服务点 网点 基地 园区 公园 示范区 试验区 示范村 示范镇 示范县 度假区 保护区 开发区 功能区 社 村 镇 强镇 "
    "乡 县 街区 平台 实验室 研究院 院 所 馆 图书馆 书房 剧院 影院 剧场 店 首店 商场 商圈 市场 超市 餐厅 食堂 桩 充电桩 "
    "充电口 车位 停车位 泊位 停车场 床位 托位 学位 岗位 住房 房源 房 农房 危房 楼 楼宇 路 桥 桥梁 航线 班列 基站 产品 "
    "地理标志 商标 标准 专利 品种 品牌 老字号 合作社 家庭农场 农场 牧场 养殖场 大户 主体 工商户 人才 团队 工作室 工作站 "
    "联合体 集群 产业集群 景区 景点 民宿 驾驶舱 汽车 公交车 车辆 设备 机器人 无人机 泵站 水库 电站 变电站 厂 工厂 "
    "车间 林场 公厕 厕所 驿站 窗口 事项 证照 建议 提案 议案 法规 规章 案件 事故 起数 场次 课题 作品 遗产 文物 高企 巨人 "
    "冠军 独角兽 瞪羚 场景 模型 数据集 校区 专业 学科 授权点 博士点 硕士点 联盟 银行 分行 法人 口岸 仓 海外仓 仓库 港 "
    "码头 阵地 场所 场地 球场 健身设施 设施 电梯 住宅 家庭 户 总数 数 数量 人数 量 拥有量 天数 县域 家园 之家 幸福院 "
    "敬老院 养老院 书店 门店 连锁店 工坊 合伙人 展馆 场馆 博物馆 美术馆 文化馆 运动场 足球场 湿地 河湖 断面 站点 "
    "灌区 城市 乡镇 街道 友城 试点 成员 装置 线 条线 生产线 网格 标箱 集装箱 列数 架次 航班 孵化器 众创空间 空间 大赛 "
    "新药 器械 创新产品 软件 应用 系统 经营主体 市场主体 主体 服务商 经销商 供应商 点 成员 专项 实事 电站 加油站 换电站 储能站 孵化基地 教学点 "
    "发射场 卫星 火箭 大坝 闸 涵 塘坝 塘 井 机井 管护员 网格 品类 门类 大类 学段 班级 宿舍 公寓 礼堂 广场 绿地 游园 山塘 "
    "电影 电视剧 剧目 图书 期刊 会议 论坛 展会 赛事 平方米"
)
_DAYS = "天数 天 日 日数"
_BY_DIMENSION = {
    **dict.fromkeys(("ratio", "points", "multiple"), _RATIO),
    **dict.fromkeys(("CNY", "USD", "EUR", "HKD", "JPY"), _MONEY),
    **dict.fromkeys(("mass", "coal", "container", "temperature"), _MASS),
    **dict.fromkeys(("power", "energy"), _POWER),
    **dict.fromkeys(("area", "farmland", "length", "volume"), _EXTENT),
    **dict.fromkeys(("person", "visit", "dose"), _PEOPLE),
    "household": _HOUSEHOLDS,
    **dict.fromkeys(("count", "bed", "flight"), _COUNTS),
    "day": _DAYS,
}
_HEADS = {dimension: tuple(words.split()) for dimension, words in _BY_DIMENSION.items()}
_ALL = tuple(dict.fromkeys(word for words in _HEADS.values() for word in words))
_IN_BRACKETS = re.compile("（[^（）]*）$")


def fits_head(name: str, unit: str, *, is_level: bool) -> bool:
    """Whether a name ends as one does whose level is given in a unit; a growth may be of anything that is measured.

    >>> fits_head("农村自来水普及率", "%", is_level=True), fits_head("薄弱村", "%", is_level=True)
    (True, False)
    """
    bare = _IN_BRACKETS.sub("", name)
    if not is_level:
        return bare.endswith(_ALL)
    dimension = quantity.unit(unit).dimension
    if "/" in dimension:
        return True
    if unit and not unit.strip("百千万亿"):
        dimension = "count"
    own = _HEADS.get(dimension, ())
    return bare.endswith(own)

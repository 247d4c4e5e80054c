import { offending } from "./offending.ts";

/** Offending texts that no pack was ever tuned on. */
export const OFFENDING_HELD_OUT = offending(`
education|高三一对一家教，清北学霸上门
education|幼小衔接全日制，九月开班
education|考公上岸班，协议不过退费
education|少儿口才主持班，免费试听两节
education|学历低找工作难？成人本科三年拿证
education|雅思7分班，小班制
education|托 管 班 接送，作业辅导到七点
education|暑假夏令营，英语沉浸式培训
education|驾校暑期特惠，拿证快
education|职业技能培训，政府补贴学费
finance|急用钱不求人，秒批秒到账
finance|房产二次抵押，额度高
finance|信用卡提额度，套现秒到
finance|投资理财讲座，稳赚收益分享
finance|炒股不亏的秘密，跟着老师买
finance|比特币合约，百倍杠杆
finance|车险到期，续保送保养
finance|重疾医疗险，一年几百块
finance|代還信用卡，手續費低
finance|网dai快速下款，黑户可办
alcohol|茅台镇酱香老酒，一箱六瓶
alcohol|红酒品鉴会，侍酒师现场讲解
alcohol|啤★酒★节，扎啤无限喝
alcohol|洋酒买二送一，KTV专供
alcohol|黄酒封坛，定制婚宴喜酒
alcohol|烟🍷茶回收，上门估价
alcohol|葡萄洒特价，两瓶99元
alcohol|Wine tasting this Saturday, tickets at the door
wechat|加我V心，发您价目表
wechat|同V：13900001111
wechat|搜薇❤：meimei2026
wechat|店铺微信客服号hello_shop66
wechat|扫一扫添加好友，领小样
wechat|加v▪x▪领取优惠
wechat|wx号shop8，备注优惠
wechat|进微♥信群，每天秒杀
wechat|扣扣联系：3344556677
wechat|嘉薇信好友，发福利
carrier|电信用户专属，话费充100得120
carrier|移动宽带续费优惠，送机顶盒
carrier|流量不够用？加油包9.9元
carrier|免费申领联通沃卡，激活送话费
carrier|手机号码携号转网，最高返500
carrier|中國移動客戶專享好禮
carrier|流★量★月★包，10元50G
carrier|宽帯升级千兆，办理宽带立减
carrier|企业短信群发，106通道到达率高
medical|牙齿种植一颗只要1980
medical|减肥不反弹，月瘦20斤
medical|肝病专科，乙肝转阴
medical|热★玛★吉限时价，紧致抗衰
medical|脱发植发，免费毛囊检测
medical|颈肩腰腿痛，针灸推拿调理
medical|糖niao病患者福音，告别胰岛素
medical|医美双眼皮，专家亲诊
medical|壮阳补肾，男人加油站
gambling|线上真人荷官，首存送百分百
gambling|六★合★彩，特码提前知
gambling|德州扑克俱乐部，每晚开局
gambling|足球滚球，赔率全网高
gambling|老虎机、捕鱼，注册领彩金
gambling|bo采平台，提款秒到
property|江景大平层，均价2万元/平
property|写字楼招商，核心地段，免租三个月
property|特价房源，首付分期
property|商铺投资，年回报8%
property|购房节，现场认购抽汽车
recruitment|急招服务员，包吃住，月休四天
recruitment|招★聘导购，待遇从优
recruitment|在家打字，日赚200
recruitment|快递分拣，工资日结
recruitment|刷单员招募，一单一结
politics|周末广场集会抗议，速来
politics|中央领导专用特供白瓷杯
politics|某邪教书籍免费送
adult|成★人用品，隐私发货
adult|美女上门服务，满意付款
adult|裸聊、激情视频免费看
adult|单身少妇同城约会
fraud|医保卡异常，请点击链接处理
fraud|低价出售个人信息、客户名单
fraud|刻章办证，学历可查
fraud|恭喜中奖iPhone一部，缴税后领取
fraud|代开增值税发票，点数低
fraud|手机监听软件，查行踪
ad_law|全网销量第一，质量最好
ad_law|国家级工艺，极品好茶
ad_law|最便宜的价格，最先进的技术
ad_law|顶级大师手作，世界唯一
contact|查看 t.cn/Rabc123 领取
contact|客服手机 1３８ 0000 1111
contact|加盟热线4008008888
contact|官网 http://shop.example.top/a 选购
contact|发简历到hr@example.com
english_finance|Instant approval cash advance, no credit check needed
english_gambling|Place your bet now and win the jackpot
english_adult|Adult dating, meet tonight
english_tobacco|CBD oil and gummies 30% off
english_fraud|You have won a free iPhone! Claim now
english_fraud|Unpaid toll, act now or pay a fine
english_alcohol|Half price cocktails during happy hour
english_wechat|Message me on WhatsApp for wholesale prices
`);

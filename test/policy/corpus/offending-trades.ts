import { offending } from "./offending.ts";

/** Offending texts set down before the packs were tried on them; the packs were then tuned on these. */
export const OFFENDING_TRADES = offending(`
education|名师小班授课，初三数学提高班火热报名
education|寒假英语集训，七天突破音标
education|零基础学会计，考证通过率98%
education|MBA、EMBA招生简章已发布，名额有限
education|孩子作文写不好？来我校免费听一节课
education|專升本報名進行中，學歷提升不脫產
education|小学奥★数★班，周末开★课
education|成人自kao本科，一年半毕业
education|日语N2冲刺，外教面授
finance|手头紧？凭身份证可借5万，当天到账
finance|车辆抵押不押车，利息低至4厘
finance|公积金客户专享，最高可批50万元额度
finance|股票群每日推送涨停金股，免费领取
finance|黄金T+D开户，手续费一折
finance|信用卡逾期怎么办，我们帮您协商分期
finance|低 息 代 款，凭营业执照办理
finance|网贷逾期无法偿还？专业法务协商停催
finance|年化8.5%定期产品，保本付息
finance|貸款無需抵押，利息低
alcohol|53度飞天现货，整箱可谈
alcohol|法国原瓶进口干红，买六送六
alcohol|中秋送礼就送五糧液
alcohol|纯粮食酒，酒厂直销
alcohol|自酿米酒、杨梅酒坛装上市
alcohol|今晚买精酿送烤串，畅饮到天亮
alcohol|白🍶批发，宴席专用
alcohol|ladies night, free cocktails for all
alcohol|深夜食堂营业到凌晨三点，烤串啤酒小龙虾等你来
wechat|添加店主VX领取试用装
wechat|了解更多请加薇信同号13800138000
wechat|咨询加❤️微号：kuaile99
wechat|加★V★信，拉你进福利群
wechat|扫下方二维码进群抢红包
wechat|wei信hao：lucky8899
wechat|老板娘微芯xdd520，欢迎来撩
wechat|想要样图的➕V：abc778
wechat|QQ交流群123456789，进群有礼
wechat|加企鹅号88996655，领资料
carrier|移动用户免费领30GB流量
carrier|联通老用户专享，月租8元打1000分钟
carrier|电信宽带新装，送智能电视
carrier|话费慢充9折，次日到账
carrier|手机靓号尾号888低价转让
carrier|办★宽★带送路由器
carrier|全国通用流量卡，19元200G
carrier|5G套餐升级免费换机
carrier|联★通大王卡火热办理
medical|祛斑祛痘，三次见效
medical|老中医坐堂，专治失眠多梦
medical|微创无痛隆鼻，7天恢复
medical|关节疼痛？本院引进德国设备，一次治愈
medical|男性健康专科，私密就诊
medical|隐形牙套矫正，立减3000元
medical|近视激光手术，摘镜只需十分钟
medical|妇科检查套餐优惠，专家坐诊
medical|降压降糖茶，无效退款
gambling|注册即送88元，真人百家乐在线玩
gambling|时时彩计划，稳赚不赔
gambling|世界杯竞猜投注，高赔率
gambling|棋牌上分，24小时客服
gambling|澳门★新★葡★京线上娱乐
gambling|彩piao计划群，包中
property|地铁口精装小户型，首付15万起
property|临街旺铺招租，年租金8万
property|别墅开盘在即，看房送油卡
property|学位房最后十套，错过再等一年
property|二手房急售，满五唯一
recruitment|诚聘店长数名，底薪5000加提成
recruitment|日结小时工，包午餐
recruitment|手工活外发，在家可做，多劳多得
recruitment|招暑假工，年满16周岁，月薪4500
recruitment|网络兼职，日入300，手机就能做
politics|转发本条，声援维权游行
politics|国家领导人视察同款茶叶
politics|人民大会堂指定用茶，内部特供
adult|会所新到模特，全套服务
adult|夜间寂寞，附近女生在线陪聊
adult|情趣内衣专卖，私密配送
adult|同城一夜情交友
fraud|您的包裹涉毒，请联系警方核实
fraud|尊敬的用户，您的ETC已失效，请点击链接认证
fraud|出售各类发票，验后付款
fraud|低价代办身份证、驾驶证
fraud|恭喜您被抽中为幸运观众，请领取奖金
fraud|您的银行账户存在风险，请立即转账到安全账户
ad_law|国家级配方，效果第一
ad_law|全球最好的羽绒服，史上最低价
ad_law|独一无二的顶级享受，行业销量冠军
ad_law|100%纯天然，绝对安全
contact|优惠详情 https://dwz.cn/abcd12
contact|点击 47.98.12.3 查看
contact|店长电话 139-0000-1234
contact|详询零二一 6688 8888或021-66888888
contact|shop点xyz下单立减
english_finance|Need cash today? Payday loans up to 500, bad credit OK
english_gambling|Get 100 free spins at our online casino tonight
english_adult|Meet hot singles near you tonight
english_tobacco|New vape flavors in store, buy 2 get 1
english_fraud|Your account has been locked, verify your account now
english_fraud|Congratulations you have been selected for a cash prize
english_alcohol|Two for one beers every Friday
english_wechat|Add V信 shop88 for discount
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

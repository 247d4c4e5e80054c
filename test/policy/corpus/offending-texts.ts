/** Texts that providers refuse, with the category that must be found: bodies without signature and opt-out line. */
export const OFFENDING_TEXTS: readonly (readonly [category: string, text: string])[] = `
wechat|加微信领取优惠，名额有限
wechat|详情请添加客服微信了解
wechat|加V信享折扣，微信同号
wechat|搜微信号abc12345领福利
wechat|扫码添加店长微信，进群享秒杀
wechat|薇信：xiaodian88，欢迎咨询
wechat|VX：hello2026，备注领取
wechat|加薇xiaodian123，送小样
wechat|➕v：dian8888
wechat|加 v x 领好礼
wechat|加我微❤信，有惊喜
wechat|加 微.信 咨询
wechat|加威芯了解详情
wechat|Ｖ信号：shop2026
wechat|私聊加wx：abcd1234
wechat|加𝐕𝐗了解活动
wechat|加ⓥⓧ了解活动
wechat|加十微 dian2026
wechat|jia wei xin 领取福利，加V
wechat|加wei信看新款
wechat|加weixin看新款
wechat|加微亻言看新款
wechat|加卫星：shop8899
wechat|进群领福利，群主每天发红包
wechat|会员群火热开放，快来加群
wechat|加QQ 123456789 咨询
wechat|扣扣号：987654321
wechat|加Q群领资料
wechat|企业微信添加专属客服
wechat|添加店长好友，享受一对一服务
wechat|转发朋友圈集赞28个送礼品
wechat|加💬领好礼
wechat|加微​信​看新款
wechat|+薇 look2026
wechat|微信扫码加好友
wechat|Add my WeChat for a discount
wechat|加徽信，抢先看
wechat|嘉微信有礼
wechat|微信搜索：小店优选
wechat|加導購微信，享內部價
official_account|关注公众号领取新人礼
official_account|微信搜索小程序“优选”下单
official_account|下载APP享首单优惠
official_account|打开小程序即可预约
official_account|关注我们的视频号看新品
carrier|中国移动用户专享优惠
carrier|联通大王卡，月租19元
carrier|电信宽带办理，千兆光纤
carrier|充话费满100送20
carrier|话费充值95折
carrier|送10G流量，限时领取
carrier|流量包免费领
carrier|携号转网送手机
carrier|移动老客户回馈，预存话费送手机
carrier|5G套餐升级，每月59元
carrier|手机靓号低价出售
carrier|移动营业厅周年庆
carrier|办宽带送电视
carrier|运营商合作号卡，免费申请
carrier|电★信用户领话费
carrier|充話費送流量
carrier|电话卡、流量卡低价办理
carrier|联 通 用 户 专享
carrier|宽带提速到千兆，办理立减
carrier|移动积分换好礼，5G用户优先
carrier|短信群发平台，106通道
carrier|话废充值，充话费八折
finance|低息贷款，无抵押，当天放款
finance|急用钱找我们，最高可借20万元
finance|信用贷额度50万元，凭身份证办理
finance|dai款秒批，征信花也可
finance|贷★款无需抵押
finance|代款秒批，额度高
finance|货款秒批，月息低至3厘
finance|稳健理财年化收益8%
finance|老师荐股，涨停板提前布局
finance|期货开户手续费优惠
finance|信用卡代还、提额
finance|花呗套现，秒到账
finance|车险报价，续保优惠
finance|重疾险，一天一元保百万
finance|全额退保，代理维权
finance|比特币投资，收益翻倍
finance|债务优化，停息挂账
finance|POS机免费办理，费率低
finance|贷 款 利率低
finance|贷​款当天放
finance|Instant loan approval, no credit check
finance|Bitcoin guaranteed returns
finance|无抵押信用贷，资金周转找我
finance|借钱不求人，额度最高10万元
finance|原始股投资机会，高回报
finance|網貸逾期協商
finance|私募基金认购
finance|小额贷宽，当天下款
education|少儿英语培训班招生
education|考研冲刺班，名师授课
education|免费试听课，限时报名
education|学历提升，自考专升本
education|一对一辅导，快速提分
education|钢琴课、舞蹈班暑假班报名
education|雅思托福保过班
education|成人高考报名截止在即
education|补 习 班 火热报名
education|英语补★习班开课
education|少儿编程体验课9.9元
education|驾校学车报名立减500元
education|教师资格证考证班
education|中考冲刺班开班
education|托管班、晚托招生
education|代写论文，包过
education|留学申请一站式服务
education|公务员考试培训，不过退费
education|幼小衔接班最后5席
education|暑期夏令营报名中
alcohol|飞天茅台到货，会员价1499元
alcohol|进口红酒买一送一
alcohol|名烟名酒，节日送礼
alcohol|啤酒畅饮，烤串半价
alcohol|五粮液、剑南春特价
alcohol|白★酒整箱特惠
alcohol|白洒整箱特惠
alcohol|氵酉水五折
alcohol|红🍷到店
alcohol|bai酒批发
alcohol|茅苔酒预售，飞天系列
alcohol|精酿啤酒节，周末开喝
alcohol|威士忌品鉴会邀您参加
alcohol|葡 萄 酒 清仓
alcohol|老酒回收，高价收购茅台
alcohol|原浆酒封坛，定制酒
alcohol|Happy hour: half price cocktails
alcohol|Craft beer and wine tasting tonight
alcohol|美酒佳肴，红酒第二瓶半价
alcohol|酒水买三送一，囤货价
tobacco|电子烟新口味到店
tobacco|整条香烟优惠
tobacco|Vape shop grand opening
medical|医美节，玻尿酸特惠
medical|种植牙每颗2980元
medical|专治前列腺，疗效显著
medical|无痛人流，专家坐诊
medical|减肥药，七天瘦十斤
medical|热玛吉、水光针会员价
medical|糖尿病特效药
medical|近视手术优惠月
medical|免费体检套餐，快来预约
medical|双眼皮手术特惠
medical|植发一次成型
medical|中医馆艾灸针灸，调理颈椎病
medical|保健品买一送一，增强免疫力
medical|祖传秘方专治牛皮癣
gambling|棋牌游戏注册送彩金
gambling|澳门赌场上线，首存送50%
gambling|六合彩特码，必中
gambling|体育竞猜，高赔率投注
gambling|时★时★彩计划群
gambling|百家乐真人荷官
gambling|bo彩平台，稳赢
gambling|Online casino free spins
property|学区房开盘，首付30万
property|地铁口公寓，均价12000元/平
property|商铺出售，10年返租
property|售楼处盛大开放，看房送礼
property|江景房、大平层火热认购
property|二手房源急售
property|海景房特价，购房补贴5万
decoration|全屋整装套餐599元/平，免费量房
recruitment|招聘店员，月薪6000元
recruitment|兼职日结，每天200元
recruitment|在家赚钱，轻松月入过万
recruitment|刷单返利，佣金日结
recruitment|诚聘导购，包吃住
recruitment|打字员招募，时薪50元
franchise|奶茶加盟，投资小回本快
franchise|诚招区域代理，一件代发
franchise|火锅招商加盟热线
promotion|优惠券已到账，点开领券
promotion|50元代金券免费领
promotion|现金红包等你拆
promotion|到店抽奖，100%中奖
promotion|一元秒杀，限量100份
promotion|1元抢购，手慢无
promotion|0元购限时开启
promotion|好评返现5元
promotion|消费满200返现50元
promotion|积分兑换好礼，月底清零
promotion|邀请好友得奖励
promotion|今晚8点直播间见
promotion|大转盘抽iPhone
promotion|填问卷送礼品
promotion|幸运用户领奖
promotion|抽★奖赢手机
promotion|购物返利，推广赚佣金
games|传奇手游公测，首充礼包
games|游戏充值九折
ad_law|全网最低价，史上最低
ad_law|国家级品质，行业第一
ad_law|顶级食材，独一无二
ad_law|销量第一的品牌
ad_law|最好吃的火锅
fraud|代开发票，增值税专票
fraud|恭喜您中奖，请点击领取
fraud|办证刻章，快速出证
fraud|您的医保停用，请点击链接激活
fraud|手机定位、查开房记录
fraud|You have won a free gift card, claim now
agency|公司注册、代理记账
migration|投资移民，绿卡快速办理
adult|成人用品，私密发货
adult|同城约会，美女上门
politics|集会抗议，集体上访
politics|国宴专用，部队特供
contact|详情点击 https://shop.example.cn/a
contact|点击 t.cn/A6abcd 查看
contact|咨询13800138000
contact|电话400-820-8820
contact|一三八零零一三八零零零咨询
contact|访问bit.ly/3abcd
contact|138 0013 8000 欢迎来电
contact|发邮件至shop@example.com
`
  .trim()
  .split("\n")
  .map((line) => {
    const [category = "", ...text] = line.split("|");
    return [category, text.join("|")] as const;
  });

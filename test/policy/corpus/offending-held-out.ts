import { offending } from "./offending.ts";

/**
 * Offending texts that no pack was ever tuned on. When a text of these is looked at to mend a pack, it moves to
 * `offending-trades.ts` and a new one takes its place.
 */
export const OFFENDING_HELD_OUT = offending(`
education|初二物理跟不上？名校老师周末小班补弱
education|围棋启蒙班限时拼课，99元8次课
education|大专升本科，国家承认学历，最快一年半
education|暑期英语口语训练营，浸泡式学习
education|报考一级消防，签约保障通过
education|艺考生文化课全封闭冲刺
education|辅★导★班秋季班抢位
education|中小学晚托辅导，专车接送
finance|生意周转不开？有营业执照就能贷
finance|个人信用借款，三十万以内随借随还
finance|花呗借呗额度取出，秒到银行卡
finance|跟投名额开放，月化收益15%
finance|港股打新，免佣开户
finance|续保优惠，交强险商业险一起办
finance|帮您处理网贷债务，协商免息还本金
finance|d a i 款不看征信
finance|短线黑马股推荐，进来就赚
finance|信用咔提额，下卡快
alcohol|青岛原浆啤酒，当天直达
alcohol|五粮液婚宴定制，量大从优
alcohol|进口威士忌第二瓶半价
alcohol|老酒收藏品鉴，送品酒杯
alcohol|自家酿高粱白酒，十斤桶装
alcohol|葡★萄★酒买一箱送醒酒器
alcohol|酒水自选，畅饮两小时
alcohol|Happy hour all week, beer and cocktails
wechat|美女店长微信：lele520，来聊
wechat|加我薇：abcd2026 领样品
wechat|详情咨询V：shop8888
wechat|扫码进会员群，天天抢券
wechat|微■信■同号，欢迎添加
wechat|请加客服企业微信了解
wechat|搜索vx号添加，备注短信
wechat|拉您进内购群，限前五十名
wechat|➕微❤领福利
wechat|qq：55667788咨询款式
carrier|移动老用户回馈，充100送50
carrier|联通宽带免费装，包两年
carrier|电信5G套餐59元，30G流量
carrier|话费充值九五折，秒到
carrier|大流量卡包邮，首月免租
carrier|携码转网有礼，话费全返
carrier|流☆量☆包低至一元
carrier|靓号预约，连号任选
carrier|营业厅搬迁，办理宽带送礼
medical|白内障手术医保可报
medical|祖传膏药，三天见效，专治腰腿疼
medical|玻尿酸填充，闺蜜同行一人免单
medical|痔疮微创，随治随走
medical|高血压别再吃药，试试这个方法
medical|脱毛套餐全年不限次
medical|牙齿矫正隐形款，分期免息
medical|试管婴儿包成功
gambling|百家乐首存返利，高额彩金
gambling|足球竞猜平台，赔率最高
gambling|六合彩精准资料
gambling|棋牌室线上开房，佣金高
gambling|老★虎★机爆分
gambling|体育投注，注册送彩金
property|三室两厅江景房，总价98万起
property|临街商铺转让，旺铺急租
property|售楼处开放日，到访有礼
property|学区房捡漏，低于市价
property|写字楼整层出租，拎包入驻
recruitment|急聘收银员两名，月薪五千
recruitment|兼职发单员，日结一百五
recruitment|诚招全国代理，高薪客服
recruitment|招学徒，包食宿，学成留用
recruitment|居家客服，每天两小时，月入三千
politics|号召大家上街示威游行
politics|中南海特供香茗
politics|联名请愿，集体上访
adult|成人情趣用品，夜间配送
adult|一对一激情裸聊
adult|附近美女约会，今晚有空
adult|会所佳丽上门
fraud|您的ETC卡已停用，请登录链接重新认证
fraud|代办各类证件，先办后付
fraud|恭喜您获得一等奖，请联系领取
fraud|开普票专票，税点优惠
fraud|出售手机定位软件，实时监听
fraud|您的账户被冻结，请速联系客服解除
ad_law|全国第一品牌，品质顶级
ad_law|史上最便宜，绝无仅有
ad_law|最好的原料，最先进的工艺
contact|点开 https://url.cn/5abcde 查看
contact|联系人13712345678
contact|www.shop-example.com 购买
contact|致电 0571-88886666
tobacco|中华香烟批发价
tobacco|电子烟换弹买二送一
tobacco|New disposable vapes in stock
finance|Get a loan up to 5000 dollars today, no credit check
gambling|Casino night: free chips for new players
adult|Sexy singles are waiting for you
fraud|You've been selected for a cash prize, claim it now
wechat|Add me on WhatsApp for the price list
alcohol|Bottle service and champagne on Saturday
`);

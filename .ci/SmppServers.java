import com.cloudhopper.commons.charset.CharsetUtil;
import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppProcessingException;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.DeliveryReceiptState;
import org.jsmpp.util.MessageId;

/**
 * The other side of SMPP 3.4 by two implementations that know nothing of qunfa, jSMPP and Cloudhopper, on loopback:
 * docs/smpp-in-ci.md says what they do. Writes their ports, and that of the book of what they took, to the file named
 * by its only argument.
 */
public final class SmppServers {
    static final String SYSTEM_ID = "shop";
    static final String PASSWORD = "secret";
    static final int RECEIPT_MS = 30;

    /** What a server took, as its own library read it. */
    record Taken(String server, String to, int coding, int part, int of, String text) {}

    static final Queue<Taken> BOOK = new ConcurrentLinkedQueue<>();
    static final ScheduledExecutorService LATER = Executors.newScheduledThreadPool(2);
    /** Numbers, with the server before them, that have had the once that is theirs: a throttle, a cut. */
    static final Set<String> HAD = ConcurrentHashMap.newKeySet();

    public static void main(String[] arguments) throws Exception {
        int jsmpp = new Jsmpp().start();
        int cloudhopper = new Cloudhopper().start();
        int book = serveBook();
        Path file = Path.of(arguments[0]);
        Path written = Path.of(arguments[0] + ".new");
        Files.writeString(written, "{\"jsmpp\":" + jsmpp + ",\"cloudhopper\":" + cloudhopper + ",\"book\":" + book + "}\n");
        Files.move(written, file);
    }

    /** What a number's last digit asks for. */
    static char wish(String to) {
        return to.charAt(to.length() - 1);
    }

    static boolean isThrottled(String server, String to) {
        return wish(to) == '8' && HAD.add(server + to);
    }

    static boolean isCut(String server, String to) {
        return wish(to) == '5' && HAD.add(server + to);
    }

    static boolean fails(String to) {
        return wish(to) == '9';
    }

    static boolean replies(String to) {
        return wish(to) == '7';
    }

    static void take(String server, String to, int coding, boolean header, byte[] message) {
        int from = header ? (message[0] & 0xff) + 1 : 0;
        int of = header ? message[from - 2] & 0xff : 1;
        int part = header ? message[from - 1] & 0xff : 1;
        byte[] body = Arrays.copyOfRange(message, from, message.length);
        String text = CharsetUtil.decode(body, coding == 8 ? CharsetUtil.CHARSET_UCS_2 : CharsetUtil.CHARSET_GSM);
        BOOK.add(new Taken(server, to, coding, part, of, text));
    }

    static void later(ThrowingRunnable work) {
        LATER.schedule(() -> {
            try {
                work.run();
            } catch (Exception error) {
                System.err.println(error);
            }
        }, RECEIPT_MS, TimeUnit.MILLISECONDS);
    }

    interface ThrowingRunnable {
        void run() throws Exception;
    }

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static int serveBook() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String taken = BOOK.stream()
                .map(one -> String.format(
                    "{\"server\":\"%s\",\"to\":\"%s\",\"coding\":%d,\"part\":%d,\"of\":%d,\"text\":\"%s\"}",
                    one.server, one.to, one.coding, one.part, one.of, escaped(one.text)))
                .collect(Collectors.joining(",", "[", "]"));
            byte[] body = taken.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        return server.getAddress().getPort();
    }

    static String escaped(String text) {
        return text.chars().mapToObj(c -> c < 0x20 || c > 0x7e || c == '"' || c == '\\'
            ? String.format("\\u%04x", c) : String.valueOf((char) c)).collect(Collectors.joining());
    }

    /** Answers with hexadecimal ids, reports by text with decimal ones, and asks enquire_link often. */
    static final class Jsmpp {
        private final AtomicInteger ids = new AtomicInteger(0xa0);
        /** Where receipts and replies of an account go. */
        private volatile SMPPServerSession receiving;

        int start() throws Exception {
            int port = freePort();
            var listener = new SMPPServerSessionListener(port);
            new Thread(() -> {
                for (;;) {
                    try {
                        SMPPServerSession session = listener.accept();
                        LATER.execute(() -> bind(session));
                    } catch (Exception error) {
                        System.err.println(error);
                    }
                }
            }).start();
            return port;
        }

        private void bind(SMPPServerSession session) {
            try {
                session.setMessageReceiverListener(receiver());
                session.setEnquireLinkTimer(300);
                BindRequest asked = session.waitForBind(5_000);
                if (!asked.getSystemId().equals(SYSTEM_ID) || !asked.getPassword().equals(PASSWORD)) {
                    asked.reject(SMPPConstant.STAT_ESME_RINVPASWD);
                    return;
                }
                asked.accept("jsmpp", InterfaceVersion.IF_34);
                if (asked.getBindType() != BindType.BIND_TX) receiving = session;
            } catch (Exception error) {
                System.err.println(error);
            }
        }

        /** Only submit_sm is spoken; of the many others none is ever asked for. */
        private ServerMessageReceiverListener receiver() {
            return (ServerMessageReceiverListener) java.lang.reflect.Proxy.newProxyInstance(
                SmppServers.class.getClassLoader(),
                new Class<?>[] {ServerMessageReceiverListener.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "onAcceptSubmitSm" -> submitted((SubmitSm) given[0], (SMPPServerSession) given[1]);
                    case "onAcceptEnquireLink" -> null;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == given[0];
                    case "toString" -> "receiver";
                    default -> throw new ProcessRequestException("not spoken", SMPPConstant.STAT_ESME_RINVCMDID);
                });
        }

        private SubmitSmResult submitted(SubmitSm message, SMPPServerSession session) throws Exception {
            String to = message.getDestAddress();
            if (isThrottled("jsmpp", to)) throw new ProcessRequestException("slower", SMPPConstant.STAT_ESME_RTHROTTLED);
            take("jsmpp", to, message.getDataCoding(), message.isUdhi(), message.getShortMessage());
            int id = ids.incrementAndGet();
            if (message.isSmscDelReceiptSuccessAndFailureRequested()) later(() -> report(message, id));
            if (replies(to)) later(() -> reply(message));
            if (isCut("jsmpp", to)) later(session::unbindAndClose);
            return new SubmitSmResult(new MessageId(Integer.toHexString(id)), new OptionalParameter[0]);
        }

        private void report(SubmitSm message, int id) throws Exception {
            boolean failed = fails(message.getDestAddress());
            var receipt = new DeliveryReceipt(Integer.toString(id), 1, failed ? 0 : 1, new Date(), new Date(),
                failed ? DeliveryReceiptState.UNDELIV : DeliveryReceiptState.DELIVRD, failed ? "001" : "000", "");
            deliver(message, new ESMClass(MessageMode.DEFAULT, MessageType.SMSC_DEL_RECEIPT, GSMSpecificFeature.DEFAULT),
                (byte) 0, receipt.toString().getBytes(StandardCharsets.US_ASCII));
        }

        private void reply(SubmitSm message) throws Exception {
            deliver(message, new ESMClass(), (byte) 0, "TD".getBytes(StandardCharsets.US_ASCII));
        }

        private void deliver(SubmitSm about, ESMClass type, byte coding, byte[] body) throws Exception {
            receiving.deliverShortMessage("", TypeOfNumber.valueOf(about.getDestAddrTon()),
                NumberingPlanIndicator.valueOf(about.getDestAddrNpi()), about.getDestAddress(),
                TypeOfNumber.valueOf(about.getSourceAddrTon()), NumberingPlanIndicator.valueOf(about.getSourceAddrNpi()),
                about.getSourceAddr(), type, (byte) 0, (byte) 0, new RegisteredDelivery(0),
                DataCodings.newInstance(coding), body);
        }
    }

    /** Answers with decimal ids, reports by TLVs alone, and replies in UCS-2. */
    static final class Cloudhopper implements SmppServerHandler {
        private static final short RECEIPTED_MESSAGE_ID = 0x001e;
        private static final short MESSAGE_STATE = 0x0427;
        private static final short NETWORK_ERROR_CODE = 0x0423;
        private final AtomicInteger ids = new AtomicInteger(7_000_000);
        private final Map<String, SmppServerSession> receiving = new ConcurrentHashMap<>();

        int start() throws Exception {
            int port = freePort();
            var configuration = new SmppServerConfiguration();
            configuration.setHost("127.0.0.1");
            configuration.setPort(port);
            configuration.setDefaultWindowSize(100);
            new DefaultSmppServer(configuration, this, Executors.newCachedThreadPool()).start();
            return port;
        }

        @Override
        public void sessionBindRequested(Long id, SmppSessionConfiguration given, BaseBind asked) throws SmppProcessingException {
            if (!SYSTEM_ID.equals(given.getSystemId())) throw new SmppProcessingException(0x0f);
            if (!PASSWORD.equals(given.getPassword())) throw new SmppProcessingException(0x0e);
        }

        @Override
        public void sessionCreated(Long id, SmppServerSession session, BaseBindResp answer) {
            String account = session.getConfiguration().getSystemId();
            if (session.getBindType() != com.cloudhopper.smpp.SmppBindType.TRANSMITTER) receiving.put(account, session);
            session.serverReady(new DefaultSmppSessionHandler() {
                @Override
                public PduResponse firePduRequestReceived(PduRequest request) {
                    return request instanceof com.cloudhopper.smpp.pdu.SubmitSm message
                        ? submitted(message, session, account)
                        : request.createResponse();
                }
            });
        }

        @Override
        public void sessionDestroyed(Long id, SmppServerSession session) {
            session.destroy();
        }

        private SubmitSmResp submitted(com.cloudhopper.smpp.pdu.SubmitSm message, SmppServerSession session, String account) {
            String to = message.getDestAddress().getAddress();
            SubmitSmResp answer = message.createResponse();
            if (isThrottled("cloudhopper", to)) {
                answer.setCommandStatus(0x58);
                return answer;
            }
            boolean header = (message.getEsmClass() & 0x40) != 0;
            take("cloudhopper", to, message.getDataCoding(), header, message.getShortMessage());
            String id = Integer.toString(ids.incrementAndGet());
            answer.setMessageId(id);
            if (message.getRegisteredDelivery() == 1) later(() -> report(message, id, account));
            if (replies(to)) later(() -> reply(message, account));
            if (isCut("cloudhopper", to)) later(session::close);
            return answer;
        }

        private void report(com.cloudhopper.smpp.pdu.SubmitSm message, String id, String account) throws Exception {
            boolean failed = fails(message.getDestAddress().getAddress());
            DeliverSm receipt = about(message);
            receipt.setEsmClass((byte) 0x04);
            receipt.addOptionalParameter(new Tlv(RECEIPTED_MESSAGE_ID, (id + "\0").getBytes(StandardCharsets.US_ASCII)));
            receipt.addOptionalParameter(new Tlv(MESSAGE_STATE, new byte[] {(byte) (failed ? 5 : 2)}));
            if (failed) receipt.addOptionalParameter(new Tlv(NETWORK_ERROR_CODE, new byte[] {3, 0, 1}));
            receiving.get(account).sendRequestPdu(receipt, 5_000, false);
        }

        private void reply(com.cloudhopper.smpp.pdu.SubmitSm message, String account) throws Exception {
            DeliverSm reply = about(message);
            reply.setDataCoding((byte) 8);
            reply.setShortMessage(CharsetUtil.encode("退订", CharsetUtil.CHARSET_UCS_2));
            receiving.get(account).sendRequestPdu(reply, 5_000, false);
        }

        private static DeliverSm about(com.cloudhopper.smpp.pdu.SubmitSm message) {
            var delivery = new DeliverSm();
            Address from = message.getDestAddress();
            delivery.setSourceAddress(new Address(from.getTon(), from.getNpi(), from.getAddress()));
            delivery.setDestAddress(message.getSourceAddress());
            return delivery;
        }
    }
}

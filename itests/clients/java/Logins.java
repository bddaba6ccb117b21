import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.Credential;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;
import org.junctor.api.security.SigningKey;

/**
 * The project's own client logs in by each method that it has, once as it should, once with a wrong secret, once as somebody who does
 * not exist: {@code Logins URL TLS_URL FOLDER}, where the folder has the certificates. Prints a line
 * "login|CLIENT|METHOD|OUTCOME" for each.
 */
public final class Logins {
    private static final String NAME = "Java client";
    private static final String DENIED = "wamp.error.authentication_denied";

    private final ClientFactory factory = ServiceLoader.load(ClientFactory.class).findFirst().orElseThrow();
    private final ClientConfig config;
    private final URI tlsUrl;
    private final Path folder;

    private Logins(String url, String tlsUrl, Path folder) {
        config = new ClientConfig(URI.create(url), "realm1", "cbor");
        this.tlsUrl = URI.create(tlsUrl);
        this.folder = folder;
    }

    /** A method's case, which throws if it fails. */
    private interface Login {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        Logins logins = new Logins(arguments[0], arguments[1], Path.of(arguments[2]));
        Map<String, Login> methods = new LinkedHashMap<>();
        methods.put("ticket", () -> logins.proved("joe", Credential.ticket("secret of joe"), Credential.ticket("secret of jim")));
        methods.put("wampcra", () -> logins.proved("joe", Credential.wampcra("secret of joe"), Credential.wampcra("secret of jim")));
        methods.put("wampcra, salted", () ->
                logins.proved("salted", Credential.wampcra("secret of joe"), Credential.wampcra("secret of jim")));
        methods.put("scram", null);
        methods.put("wamp-scram", () -> logins.proved("joe", Credential.scram("secret of joe"), Credential.scram("secret of jim")));
        methods.put("cryptosign", () -> logins.proved("joe", key(1), key(2)));
        methods.put("cookie", null);
        methods.put("tls", logins::certificate);
        int passed = 0;
        int failed = 0;
        for (Map.Entry<String, Login> method : methods.entrySet()) {
            String outcome = "no";
            if (method.getValue() != null) {
                try {
                    method.getValue().run();
                    outcome = "ok";
                    passed++;
                } catch (Exception | AssertionError e) {
                    e.printStackTrace(System.out);
                    outcome = "failed";
                    failed++;
                }
            }
            System.out.println("login|" + NAME + "|" + method.getKey() + "|" + outcome);
        }
        System.out.println(NAME + " logins: " + passed + " passed, " + failed + " failed");
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }

    private void proved(String authid, Credential right, Credential wrong) throws Exception {
        welcomed(config.as(authid, right), authid, right.method());
        refused(config.as(authid, wrong));
        refused(config.as("nobody", right));
    }

    private void welcomed(ClientConfig guest, String authid, String method) throws Exception {
        ClientSession session = get(factory.open(guest));
        Options welcome = session.welcome();
        String who = welcome.text("authid") + " " + welcome.text("authrole") + " " + welcome.text("authmethod");
        if (!who.equals(authid + " user " + method)) {
            throw new AssertionError("it is " + who);
        }
        get(session.leave("wamp.close.normal"));
    }

    private void refused(ClientConfig guest) throws Exception {
        try {
            ClientSession session = get(factory.open(guest));
            throw new AssertionError("it was let in: " + session.welcome());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof WampException refusal) || !DENIED.equals(refusal.error())) {
                throw e;
            }
        }
    }

    private static Credential key(int octet) {
        byte[] seed = new byte[SigningKey.SEED_OCTETS];
        Arrays.fill(seed, (byte) octet);
        return Credential.cryptosign(SigningKey.ofSeed(seed));
    }

    /** TLS has shown who it is before HELLO, which names the method all the same. */
    private void certificate() throws Exception {
        welcomed(showing("joe"), "joe", "tls");
        refused(showing("stranger"));
    }

    private ClientConfig showing(String name) throws GeneralSecurityException, IOException {
        return new ClientConfig(tlsUrl, "realm1", "cbor", null, List.of(Credential.tls()), context(name));
    }

    private SSLContext context(String name) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setCertificateEntry("authority", read("ca.crt"));
        byte[] pem = Base64.getMimeDecoder().decode(Files.readString(folder.resolve(name + ".key")).replaceAll("-----.*-----", ""));
        char[] password = "of this process only".toCharArray();
        keys.setKeyEntry(
                "own",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pem)),
                password,
                new Certificate[] {read(name + ".crt")});
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private Certificate read(String file) throws GeneralSecurityException, IOException {
        byte[] text = Files.readString(folder.resolve(file)).getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(text));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}

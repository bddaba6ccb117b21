package org.junctor.host.osgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientSession.EventMessage;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampComponent;
import org.junctor.api.client.WampException;
import org.junctor.api.client.WampProcedure;
import org.junctor.api.client.WampSubscribe;

/** A component that keeps what happens to it. Its class is not public, as that of a real one need not be. */
final class Recorder implements WampComponent {
    final List<String> log = new ArrayList<>();
    final CompletableFuture<String> slow = new CompletableFuture<>();

    @Nullable
    RuntimeException failure;

    @Override
    public CompletionStage<?> joined(ClientSession session) {
        log.add("joined " + session.id());
        return failure == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IllegalStateException(failure));
    }

    @Override
    public void left(String reason) {
        log.add("left: " + reason);
    }

    @WampProcedure("com.example.add")
    public long add(int a, Long b) {
        return a + b;
    }

    @WampProcedure(value = "com.example.any", match = "prefix")
    public Object whole(Invoked call) {
        return call.arguments().size();
    }

    @WampProcedure("com.example.typed")
    public String typed(List<Integer> numbers, Map<String, Double> reals, byte[] octets, boolean flag) {
        int sum = numbers.stream().mapToInt(Integer::intValue).sum();
        double real = reals.values().stream().mapToDouble(Double::doubleValue).sum();
        return sum + " " + real + " " + octets.length + " " + flag;
    }

    @WampProcedure("com.example.refuse")
    public boolean refuse(boolean really) throws WampException {
        if (!really) {
            return false;
        }
        throw new WampException("com.example.error", "no");
    }

    @WampProcedure("com.example.crash")
    public boolean crash(boolean really) {
        if (!really) {
            return false;
        }
        throw new IllegalStateException("a bug");
    }

    @WampProcedure("com.example.slow")
    public CompletionStage<String> slow() {
        return slow;
    }

    @WampSubscribe(value = "com.example.topic", match = "wildcard")
    public void event(String text) {
        log.add("event " + text);
    }

    @WampSubscribe("com.example.whole")
    public void event(EventMessage event) {
        log.add("publication " + event.publication());
    }
}

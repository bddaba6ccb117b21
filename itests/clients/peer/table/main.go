// The Go client of nexus over every transport and serializer that it has:
//
//	table
//	table serve NAME TRANSPORT SERIALIZER
//	table call NAME TRANSPORT SERIALIZER CALLEE…
//
// Prints a line "cell|CLIENT|TRANSPORT|SERIALIZER|FEATURE|OUTCOME" for each cell of the table of clients.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/gammazero/nexus/v3/client"
	"github.com/gammazero/nexus/v3/wamp"
)

const name = "nexus client in Go"
const limit = 20 * time.Second

var serializers = map[string]client.Config{
	"json":    {Serialization: client.JSON},
	"msgpack": {Serialization: client.MSGPACK},
	"cbor":    {Serialization: client.CBOR},
}

func transports() map[string]string {
	urls := map[string]string{"websocket": os.Getenv("JUNCTOR_TEST_URL"), "rawsocket": os.Getenv("JUNCTOR_TEST_RAW")}
	if path := os.Getenv("JUNCTOR_TEST_RAW_UNIX"); path != "" {
		urls["rawsocket on unix"] = "unix://" + path
	}
	return urls
}

// peers opens sessions on one transport and serializer, and closes them all.
type peers struct {
	url        string
	serializer string
	opened     []*client.Client
}

func (p *peers) connect() (*client.Client, error) {
	config := serializers[p.serializer]
	config.Realm = "realm1"
	if realm := os.Getenv("JUNCTOR_TEST_REALM"); realm != "" {
		config.Realm = realm
	}
	config.ResponseTimeout = limit
	config.Logger = log.New(io.Discard, "", 0)
	session, err := client.ConnectNet(context.Background(), p.url, config)
	if err == nil {
		p.opened = append(p.opened, session)
	}
	return session, err
}

func (p *peers) pair() (one, other *client.Client, err error) {
	if one, err = p.connect(); err == nil {
		other, err = p.connect()
	}
	return one, other, err
}

func (p *peers) close() {
	for _, session := range p.opened {
		_ = session.Close()
	}
}

// arguments are values of every kind; in JSON this client writes a []byte as a string of its own.
func arguments(binary bool) wamp.List {
	list := wamp.List{nil, true, false, 0, 255, 256, -1, -129, 65536, 1 << 31, 1<<53 - 1, 1 - 1<<53, 1.5, -0.25, 1e-7, "", "plain",
		"grüße, 世界 😀", wamp.List{}, wamp.Dict{}, wamp.List{wamp.List{1, wamp.List{wamp.Dict{}}}, wamp.Dict{"a": wamp.Dict{"b": wamp.List{nil}}}}}
	if binary {
		list = append(list, []byte{0, 255, 128, 7})
	}
	return list
}

func keywords() wamp.Dict {
	return wamp.Dict{"ü": "😀", "empty": wamp.List{}, "inner": wamp.Dict{"list": wamp.List{1, 2.5, nil}}}
}

// shown is a value as text that two equal values share.
func shown(value interface{}) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(v)
	case []byte:
		return fmt.Sprintf("0x%x", v)
	case float64:
		if v == math.Trunc(v) { // which clients in JavaScript do not tell from an integer
			return strconv.FormatInt(int64(v), 10)
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	case float32:
		return shown(float64(v))
	}
	if list, ok := wamp.AsList(value); ok {
		texts := make([]string, len(list))
		for i, item := range list {
			texts[i] = shown(item)
		}
		return "[" + strings.Join(texts, ", ") + "]"
	}
	if dict, ok := wamp.AsDict(value); ok {
		var texts []string
		for key, item := range dict {
			texts = append(texts, strconv.Quote(key)+": "+shown(item))
		}
		sort.Strings(texts)
		return "{" + strings.Join(texts, ", ") + "}"
	}
	return fmt.Sprint(value)
}

func equal(expected, actual interface{}) error {
	if a, b := shown(expected), shown(actual); a != b {
		return fmt.Errorf("expected %s, got %s", a, b)
	}
	return nil
}

// equalPayload compares what came; absent is the same as empty.
func equalPayload(args wamp.List, kwargs wamp.Dict, gotArgs wamp.List, gotKwargs wamp.Dict) error {
	if err := equal(args, gotArgs); err != nil || len(kwargs) == 0 && len(gotKwargs) == 0 {
		return err
	}
	return equal(kwargs, gotKwargs)
}

func next[T any](items <-chan T) (T, error) {
	select {
	case item := <-items:
		return item, nil
	case <-time.After(limit):
		var none T
		return none, errors.New("nothing came")
	}
}

type feature struct {
	name string
	run  func(p *peers, uri string) error
}

var features = []feature{
	{"events", events}, {"calls", calls}, {"errors", failures}, {"progressive results", progressive},
	{"cancelling", cancelling}, {"patterns", patterns}, {"meta API", metaAPI},
}

func events(p *peers, uri string) error {
	subscriber, publisher, err := p.pair()
	if err != nil {
		return err
	}
	received := make(chan *wamp.Event, 2)
	if err := subscriber.SubscribeChan(uri, received, nil); err != nil {
		return err
	}
	acknowledge := wamp.Dict{"acknowledge": true}
	args := arguments(p.serializer != "json")
	for _, payload := range []struct {
		args   wamp.List
		kwargs wamp.Dict
	}{{args, keywords()}, {wamp.List{}, nil}} {
		if err := publisher.Publish(uri, acknowledge, payload.args, payload.kwargs); err != nil {
			return err
		}
		event, err := next(received)
		if err != nil {
			return err
		}
		if err := equalPayload(payload.args, payload.kwargs, event.Arguments, event.ArgumentsKw); err != nil {
			return err
		}
	}
	return nil
}

func echo(_ context.Context, invocation *wamp.Invocation) client.InvokeResult {
	return client.InvokeResult{Args: invocation.Arguments, Kwargs: invocation.ArgumentsKw}
}

func calls(p *peers, uri string) error {
	callee, caller, err := p.pair()
	if err != nil {
		return err
	}
	if err := callee.Register(uri, echo, nil); err != nil {
		return err
	}
	args := arguments(p.serializer != "json")
	result, err := caller.Call(context.Background(), uri, nil, args, keywords(), nil)
	if err != nil {
		return err
	}
	if err := equalPayload(args, keywords(), result.Arguments, result.ArgumentsKw); err != nil {
		return err
	}
	for i := 0; i < 300; i++ { // so that request ids do not fit one octet
		result, err := caller.Call(context.Background(), uri, nil, wamp.List{i}, nil, nil)
		if err != nil {
			return err
		}
		if err := equal(wamp.List{i}, result.Arguments); err != nil {
			return err
		}
	}
	return callee.Unregister(uri)
}

func failures(p *peers, uri string) error {
	callee, caller, err := p.pair()
	if err != nil {
		return err
	}
	fail := func(_ context.Context, invocation *wamp.Invocation) client.InvokeResult {
		return client.InvokeResult{Err: "org.example.broken", Args: invocation.Arguments, Kwargs: invocation.ArgumentsKw}
	}
	if err := callee.Register(uri, fail, nil); err != nil {
		return err
	}
	args := arguments(p.serializer != "json")
	var failure client.RPCError
	if _, err := caller.Call(context.Background(), uri, nil, args, keywords(), nil); !errors.As(err, &failure) {
		return fmt.Errorf("no error but %v", err)
	}
	if err := equal("org.example.broken", string(failure.Err.Error)); err != nil {
		return err
	}
	if err := equalPayload(args, keywords(), failure.Err.Arguments, failure.Err.ArgumentsKw); err != nil {
		return err
	}
	if _, err := caller.Call(context.Background(), uri+".nothing", nil, nil, nil, nil); !errors.As(err, &failure) {
		return fmt.Errorf("no error but %v", err)
	}
	return equal(string(wamp.ErrNoSuchProcedure), string(failure.Err.Error))
}

func progressive(p *peers, uri string) error {
	callee, caller, err := p.pair()
	if err != nil {
		return err
	}
	count := func(ctx context.Context, _ *wamp.Invocation) client.InvokeResult {
		for i := 0; i < 5; i++ {
			if err := callee.SendProgress(ctx, wamp.List{i}, nil); err != nil {
				return client.InvokeResult{Err: "org.example.progress", Args: wamp.List{err.Error()}}
			}
		}
		return client.InvokeResult{Args: wamp.List{"end"}}
	}
	if err := callee.Register(uri, count, nil); err != nil {
		return err
	}
	parts := wamp.List{}
	collect := func(part *wamp.Result) { parts = append(parts, part.Arguments[0]) }
	result, err := caller.Call(context.Background(), uri, nil, nil, nil, collect)
	if err != nil {
		return err
	}
	if err := equal(wamp.List{"end"}, result.Arguments); err != nil {
		return err
	}
	return equal(wamp.List{0, 1, 2, 3, 4}, parts)
}

func cancelling(p *peers, uri string) error {
	callee, caller, err := p.pair()
	if err != nil {
		return err
	}
	begun, ended := make(chan bool, 1), make(chan bool, 1)
	slow := func(ctx context.Context, _ *wamp.Invocation) client.InvokeResult {
		begun <- true
		<-ctx.Done()
		ended <- true
		return client.InvocationCanceled
	}
	if err := callee.Register(uri, slow, nil); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	outcome := make(chan error, 1)
	go func() {
		_, err := caller.Call(ctx, uri, nil, nil, nil, nil)
		outcome <- err
	}()
	if _, err := next(begun); err != nil {
		return err
	}
	cancel()
	if _, err := next(ended); err != nil {
		return err
	}
	if failure, err := next(outcome); err != nil || failure == nil {
		return fmt.Errorf("the call was not cancelled: %v", err)
	}
	_, err = caller.Call(context.Background(), "wamp.session.count", nil, nil, nil, nil)
	return err
}

func patterns(p *peers, uri string) error {
	one, other, err := p.pair()
	if err != nil {
		return err
	}
	received := make(chan string, 2)
	for match, pattern := range map[string]string{"prefix": uri + ".p", "wildcard": uri + "..w"} {
		match := match
		handler := func(event *wamp.Event) {
			topic, _ := wamp.AsString(event.Details["topic"])
			received <- match + " " + topic
		}
		endpoint := func(_ context.Context, invocation *wamp.Invocation) client.InvokeResult {
			return client.InvokeResult{Args: wamp.List{match, invocation.Details["procedure"]}}
		}
		if err := one.Subscribe(pattern, handler, wamp.Dict{"match": match}); err != nil {
			return err
		}
		if err := one.Register(pattern, endpoint, wamp.Dict{"match": match}); err != nil {
			return err
		}
	}
	for match, target := range map[string]string{"prefix": uri + ".pre.x", "wildcard": uri + ".any.w"} {
		if err := other.Publish(target, wamp.Dict{"acknowledge": true}, nil, nil); err != nil {
			return err
		}
		event, err := next(received)
		if err != nil {
			return err
		}
		if err := equal(match+" "+target, event); err != nil {
			return err
		}
		result, err := other.Call(context.Background(), target, nil, nil, nil, nil)
		if err != nil {
			return err
		}
		if err := equal(wamp.List{match, target}, result.Arguments); err != nil {
			return err
		}
	}
	return nil
}

func metaAPI(p *peers, _ string) error {
	watcher, err := p.connect()
	if err != nil {
		return err
	}
	joins := make(chan *wamp.Event, 8)
	if err := watcher.SubscribeChan("wamp.session.on_join", joins, nil); err != nil {
		return err
	}
	guest, err := p.connect()
	if err != nil {
		return err
	}
	event, err := next(joins)
	if err != nil {
		return err
	}
	details, _ := wamp.AsDict(event.Arguments[0])
	if err := equal(guest.ID(), details["session"]); err != nil {
		return err
	}
	result, err := watcher.Call(context.Background(), "wamp.session.get", nil, wamp.List{guest.ID()}, nil, nil)
	if err != nil {
		return err
	}
	details, _ = wamp.AsDict(result.Arguments[0])
	return equal(guest.ID(), details["session"])
}

func table() int {
	passed, failed := 0, 0
	for _, transport := range []string{"websocket", "rawsocket", "rawsocket on unix"} {
		url := transports()[transport]
		if url == "" {
			continue
		}
		for _, serializer := range []string{"json", "msgpack", "cbor"} {
			for _, each := range features {
				p := &peers{url: url, serializer: serializer}
				uri := strings.ReplaceAll("org.junctor.table.go."+transport+"."+serializer+"."+each.name, " ", "_")
				outcome := "ok"
				if err := each.run(p, uri); err != nil {
					outcome = "failed"
					fmt.Println(err)
					failed++
				} else {
					passed++
				}
				p.close()
				fmt.Printf("cell|%s|%s|%s|%s|%s\n", name, transport, serializer, each.name, outcome)
			}
		}
	}
	fmt.Printf("%s table: %d passed, %d failed\n", name, passed, failed)
	if failed > 0 || passed == 0 {
		return 1
	}
	return 0
}

const pairs = "org.junctor.pair."

// serve offers an echo until standard input ends.
func serve(self, transport, serializer string) error {
	p := &peers{url: transports()[transport], serializer: serializer}
	defer p.close()
	session, err := p.connect()
	if err != nil {
		return err
	}
	if err := session.Register(pairs+self, echo, nil); err != nil {
		return err
	}
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// call asks the echo of each other client.
func call(self, transport, serializer string, callees []string) error {
	p := &peers{url: transports()[transport], serializer: serializer}
	defer p.close()
	session, err := p.connect()
	if err != nil {
		return err
	}
	for _, callee := range callees {
		result, err := session.Call(context.Background(), pairs+callee, nil, arguments(true), keywords(), nil)
		if err == nil {
			err = equalPayload(arguments(true), keywords(), result.Arguments, result.ArgumentsKw)
		}
		outcome := "ok"
		if err != nil {
			outcome = "failed"
			fmt.Println(err)
		}
		fmt.Printf("pair|%s|%s|%s\n", self, callee, outcome)
	}
	return nil
}

func main() {
	var err error
	switch {
	case len(os.Args) == 1:
		os.Exit(table())
	case os.Args[1] == "serve":
		err = serve(os.Args[2], os.Args[3], os.Args[4])
	default:
		err = call(os.Args[2], os.Args[3], os.Args[4], os.Args[5:])
	}
	if err != nil {
		log.Fatal(err)
	}
}

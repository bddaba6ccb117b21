// The Go client of nexus logs in by each method that it can be given; prints a line "login|CLIENT|METHOD|OUTCOME" for each.
// JUNCTOR_TEST_LOGIN is the URL of the path with all methods, JUNCTOR_TEST_LOGIN_TLS that of the one which asks for certificates,
// JUNCTOR_TEST_LOGIN_KEYS the folder with those.
package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"net/http/cookiejar"
	"os"
	"strings"
	"time"

	"github.com/gammazero/nexus/v3/client"
	"github.com/gammazero/nexus/v3/wamp"
	"github.com/gammazero/nexus/v3/wamp/crsign"
)

const name = "nexus client in Go"

// This client tells the message of an ABORT, and its reason only if there is none.
const denied = "nobody has this authid and this proof"

func secret(right bool) string {
	if right {
		return "secret of joe"
	}
	return "secret of jim"
}

func ticket(config *client.Config, right bool) {
	config.AuthHandlers = map[string]client.AuthFunc{"ticket": func(*wamp.Challenge) (string, wamp.Dict) {
		return secret(right), wamp.Dict{}
	}}
}

func wampcra(config *client.Config, right bool) {
	config.AuthHandlers = map[string]client.AuthFunc{"wampcra": func(challenge *wamp.Challenge) (string, wamp.Dict) {
		return crsign.RespondChallenge(secret(right), challenge, nil), wamp.Dict{}
	}}
}

func cryptosign(config *client.Config, right bool) {
	seed := bytes.Repeat([]byte{2}, ed25519.SeedSize)
	if right {
		seed = bytes.Repeat([]byte{1}, ed25519.SeedSize)
	}
	key := ed25519.NewKeyFromSeed(seed)
	config.HelloDetails["authextra"] = wamp.Dict{"pubkey": hex.EncodeToString(key.Public().(ed25519.PublicKey))}
	config.AuthHandlers = map[string]client.AuthFunc{"cryptosign": func(challenge *wamp.Challenge) (string, wamp.Dict) {
		text, _ := wamp.AsString(challenge.Extra["challenge"])
		message, _ := hex.DecodeString(text)
		return hex.EncodeToString(ed25519.Sign(key, message)) + text, wamp.Dict{}
	}}
}

func configOf(authid string) *client.Config {
	config := &client.Config{
		Realm: "realm1", Serialization: client.MSGPACK, ResponseTimeout: 20 * time.Second,
		Logger: log.New(io.Discard, "", 0), HelloDetails: wamp.Dict{},
	}
	if authid != "" {
		config.HelloDetails["authid"] = authid
	}
	return config
}

// open joins and leaves; answers authid, authrole, authmethod and authprovider of WELCOME.
func open(url string, config *client.Config) (string, error) {
	session, err := client.ConnectNet(context.Background(), url, *config)
	if err != nil {
		return "", err
	}
	details := session.RealmDetails()
	defer session.Close()
	return fmt.Sprint(details["authid"], " ", details["authrole"], " ", details["authmethod"], " ", details["authprovider"]), nil
}

func refused(url string, config *client.Config, reason string) error {
	if who, err := open(url, config); err == nil {
		return fmt.Errorf("%s was let in", who)
	} else if !strings.Contains(err.Error(), reason) {
		return err
	}
	return nil
}

// proved logs in with the right secret, a wrong one, and as somebody who does not exist.
func proved(method, authid string, prove func(config *client.Config, right bool)) error {
	url := os.Getenv("JUNCTOR_TEST_LOGIN")
	config := configOf(authid)
	prove(config, true)
	who, err := open(url, config)
	if err == nil && who != authid+" user "+method+" static" {
		err = fmt.Errorf("it is %s", who)
	}
	if err != nil {
		return err
	}
	prove(config, false)
	if err := refused(url, config, denied); err != nil {
		return err
	}
	config = configOf("nobody")
	prove(config, true)
	return refused(url, config, denied)
}

func cookie() error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	url := os.Getenv("JUNCTOR_TEST_LOGIN")
	config := configOf("joe")
	config.WsCfg.Jar = jar
	ticket(config, true)
	if _, err := open(url, config); err != nil {
		return err
	}
	again := configOf("")
	again.WsCfg.Jar = jar
	again.AuthHandlers = map[string]client.AuthFunc{"cookie": nil}
	who, err := open(url, again)
	if err == nil && who != "joe user ticket cookie" {
		err = fmt.Errorf("it is %s", who)
	}
	if err != nil {
		return err
	}
	again.WsCfg.Jar = nil
	return refused(url, again, "wamp.error.no_matching_auth_method")
}

func certificate() error {
	keys := os.Getenv("JUNCTOR_TEST_LOGIN_KEYS")
	authority, err := os.ReadFile(keys + "/ca.crt")
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	url := os.Getenv("JUNCTOR_TEST_LOGIN_TLS")
	config := configOf("")
	config.AuthHandlers = map[string]client.AuthFunc{"tls": nil}
	for _, person := range []string{"joe", "stranger"} {
		pair, err := tls.LoadX509KeyPair(keys+"/"+person+".crt", keys+"/"+person+".key")
		if err != nil {
			return err
		}
		config.TlsCfg = &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}}
		if person == "stranger" {
			return refused(url, config, denied)
		}
		if who, err := open(url, config); err != nil || who != "joe user tls static" {
			return fmt.Errorf("%s: %v", who, err)
		}
	}
	return nil
}

func main() {
	logins := []struct {
		method string
		run    func() error
	}{
		{"ticket", func() error { return proved("ticket", "joe", ticket) }},
		{"wampcra", func() error { return proved("wampcra", "joe", wampcra) }},
		{"wampcra, salted", func() error { return proved("wampcra", "salted", wampcra) }},
		{"scram", nil},
		{"wamp-scram", nil},
		{"cryptosign", func() error { return proved("cryptosign", "joe", cryptosign) }},
		{"cookie", cookie},
		{"tls", certificate},
	}
	passed, failed := 0, 0
	for _, each := range logins {
		outcome := "no"
		if each.run != nil {
			outcome = "ok"
			if err := each.run(); err != nil {
				fmt.Println(err)
				outcome = "failed"
				failed++
			} else {
				passed++
			}
		}
		fmt.Printf("login|%s|%s|%s\n", name, each.method, outcome)
	}
	fmt.Printf("%s logins: %d passed, %d failed\n", name, passed, failed)
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
}

// A nexus router on loopback, for clients that must also work with another router than Junctor:
// peer WEBSOCKET-ADDRESS RAWSOCKET-ADDRESS. Realm "realm1" is open; in "secure" the user "peter" logs in by ticket or WAMP-CRA.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gammazero/nexus/v3/router"
	"github.com/gammazero/nexus/v3/router/auth"
	"github.com/gammazero/nexus/v3/wamp"
)

// keys knows one user.
type keys struct{}

func (keys) AuthKey(authid, authmethod string) ([]byte, error) {
	if authid != "peter" {
		return nil, errors.New("no such user")
	}
	return []byte("secret!!!"), nil
}

func (keys) PasswordInfo(string) (string, int, int)           { return "", 0, 0 }
func (keys) Provider() string                                 { return "static" }
func (keys) AuthRole(string) (string, error)                  { return "user", nil }
func (keys) OnWelcome(string, *wamp.Welcome, wamp.Dict) error { return nil }

func main() {
	wait := 5 * time.Second
	realms := []*router.RealmConfig{
		{URI: "realm1", AnonymousAuth: true, AllowDisclose: true, EnableMetaKill: true},
		{URI: "secure", Authenticators: []auth.Authenticator{
			auth.NewTicketAuthenticator(keys{}, wait), auth.NewCRAuthenticator(keys{}, wait)}},
	}
	r, err := router.NewRouter(&router.Config{RealmConfigs: realms}, log.New(os.Stderr, "", 0))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := router.NewWebsocketServer(r).ListenAndServe(os.Args[1]); err != nil {
		log.Fatal(err)
	}
	if _, err := router.NewRawSocketServer(r).ListenAndServe("tcp", os.Args[2]); err != nil {
		log.Fatal(err)
	}
	fmt.Println("ready")
	end := make(chan os.Signal, 1)
	signal.Notify(end, os.Interrupt, syscall.SIGTERM)
	<-end
}

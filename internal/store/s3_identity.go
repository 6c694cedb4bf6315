package store

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Identity is who asks: a key pair, or a service that lends one.
type Identity struct {
	AccessKey string
	Secret    Secret
	Session   Secret // of a lent key pair
	lender    string // "web identity", "container" or "instance": asked when needed
}

// findIdentity looks for a key pair in the usual order: the environment, web
// identity, the shared files, a container's or instance's service. The service
// of an instance answers at an address of the local network and is asked only
// when the environment says that there is one: elsewhere the question would
// hang for seconds.
func findIdentity(profile map[string]string, c S3Config) (Identity, error) {
	for _, names := range [][3]string{
		{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"},
		{"MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", ""},
		{"MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", ""},
	} {
		id, secret := os.Getenv(names[0]), os.Getenv(names[1])
		switch {
		case id != "" && secret != "":
			if strings.HasPrefix(names[0], "MINIO") && c.Endpoint == "" {
				return Identity{}, &SetupError{"AWS_ENDPOINT_URL", "is not set: " + names[0] + " is a key of a server whose address is missing"}
			}
			session := ""
			if names[2] != "" {
				session = os.Getenv(names[2])
			}
			return Identity{AccessKey: id, Secret: NewSecret(secret), Session: NewSecret(session)}, nil
		case id != "":
			return Identity{}, &SetupError{names[1], "is not set, but " + names[0] + " is"}
		case secret != "":
			return Identity{}, &SetupError{names[0], "is not set, but " + names[1] + " is"}
		}
	}
	if os.Getenv("AWS_WEB_IDENTITY_TOKEN_FILE") != "" && os.Getenv("AWS_ROLE_ARN") != "" {
		return Identity{lender: "web identity"}, nil
	}
	if id, secret := profile["aws_access_key_id"], profile["aws_secret_access_key"]; id != "" && secret != "" {
		return Identity{AccessKey: id, Secret: NewSecret(secret), Session: NewSecret(profile["aws_session_token"])}, nil
	}
	if os.Getenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != "" || os.Getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI") != "" {
		return Identity{lender: "container"}, nil
	}
	if first(os.Getenv("AWS_EC2_METADATA"), os.Getenv("AWS_EC2_METADATA_SERVICE_ENDPOINT")) != "" {
		return Identity{lender: "instance"}, nil
	}
	for _, other := range []string{"sso_session", "sso_start_url", "credential_process", "role_arn"} {
		if profile[other] != "" {
			return Identity{}, &SetupError{"AWS_PROFILE", "uses " + other + ", which is not supported; run `aws configure export-credentials --format env` and set what it prints"}
		}
	}
	return Identity{}, &SetupError{
		"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
		"are not set, and there is no key pair in the shared credentials file (AWS_SHARED_CREDENTIALS_FILE, AWS_PROFILE), " +
			"no AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN, no AWS_CONTAINER_CREDENTIALS_FULL_URI; on a cloud instance with a role set AWS_EC2_METADATA=true",
	}
}

// credentials is the identity in the words of the library.
func (i Identity) credentials(region string) *credentials.Credentials {
	if i.lender == "" {
		return credentials.NewStaticV4(i.AccessKey, i.Secret.Reveal(), i.Session.Reveal())
	}
	return credentials.New(&credentials.IAM{
		Client:   &http.Client{Timeout: 10 * time.Second},
		Endpoint: i.metadata(),
		Region:   region,
	})
}

// metadata is the address of the lender, where it is not the usual one.
func (i Identity) metadata() string {
	switch i.lender {
	case "instance":
		return os.Getenv("AWS_EC2_METADATA_SERVICE_ENDPOINT")
	case "web identity":
		return os.Getenv("AWS_ENDPOINT_URL_STS")
	}
	return ""
}

// fingerprint tells identities apart without holding a secret.
func (i Identity) fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{i.AccessKey, i.Secret.Reveal(), i.Session.Reveal(), i.lender}, "\x00")))
	return hex.EncodeToString(sum[:])
}

package programs_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/google/go-github/v75/github"
)

// The program asks for the address alone, with a CheckRedirect of its own on
// the same transport.
func TestGitHubArchiveLinkIsNotFollowed(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://codeload.example/archive.tar.gz", http.StatusFound)
		})
		c := hub(t, open(t, loopback), srv.URL)
		link, _, err := c.Repositories.GetArchiveLink(soon(t), "owner", "repo", github.Tarball, nil, 1)
		if err != nil || link.String() != "https://codeload.example/archive.tar.gz" {
			t.Errorf("got %v, %v", link, err)
		}
	})
}

// The program keeps the address that a redirect of its client would lead to,
// and downloads it with another client.
func TestGitHubDownloadsAnAssetFromElsewhere(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		storage := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "asset") })
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, storage.URL, http.StatusFound)
		})
		c := hub(t, open(t, loopback), srv.URL)
		asset, _, err := c.Repositories.DownloadReleaseAsset(soon(t), "owner", "repo", 1, aFewSeconds.standard(t, loopback))
		if err != nil {
			t.Fatal(err)
		}
		defer asset.Close()
		if got, err := io.ReadAll(asset); err != nil || string(got) != "asset" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

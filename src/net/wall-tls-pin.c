/* wall-tls-pin.c
 *
 * Trust on first use. With a pin, exactly the certificate with that SHA-256 passes, whoever vouches
 * for it or does not, and however old it is: cameras sign their own, and have no clock. Without a
 * pin, a certificate that the system's authorities vouch for passes and needs no pin; any other
 * passes, and is reported, so that it can be kept as the pin.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-tls-pin.h"

#define PREFIX "sha256:"

struct _WallTlsPin {
  GTlsDatabase  parent_instance;

  char         *expected;     /* (nullable) */
  GTlsDatabase *authorities;  /* (nullable): what the system trusts */

  GMutex        lock;         /* guards what follows */
  char         *seen;         /* (nullable) */
  gboolean      has_changed;
};

G_DEFINE_FINAL_TYPE (WallTlsPin, wall_tls_pin, G_TYPE_TLS_DATABASE)

static char *
fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *hex = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  if (!der)
    return NULL;

  hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);

  return g_strconcat (PREFIX, hex, NULL);
}

static gboolean
is_vouched_for (WallTlsPin             *self,
                GTlsCertificate        *chain,
                const char             *purpose,
                GSocketConnectable     *identity,
                GTlsInteraction        *interaction,
                GTlsDatabaseVerifyFlags flags,
                GCancellable           *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!self->authorities || !identity)
    return FALSE;

  return g_tls_database_verify_chain (self->authorities, chain, purpose, identity, interaction,
                                      flags, cancellable, &error) == 0 &&
         !error;
}

static void
remember (WallTlsPin *self,
          const char *seen,
          gboolean    has_changed)
{
  g_mutex_lock (&self->lock);
  g_free (self->seen);
  self->seen = g_strdup (seen);
  self->has_changed |= has_changed;
  g_mutex_unlock (&self->lock);
}

static GTlsCertificateFlags
wall_tls_pin_verify_chain (GTlsDatabase           *database,
                           GTlsCertificate        *chain,
                           const char             *purpose,
                           GSocketConnectable     *identity,
                           GTlsInteraction        *interaction,
                           GTlsDatabaseVerifyFlags flags,
                           GCancellable           *cancellable,
                           GError                **error)
{
  WallTlsPin *self = WALL_TLS_PIN (database);
  g_autofree char *shown = fingerprint (chain);

  if (!shown)
    return G_TLS_CERTIFICATE_GENERIC_ERROR;

  if (self->expected) {
    gboolean has_changed = g_ascii_strcasecmp (shown, self->expected) != 0;

    remember (self, shown, has_changed);
    return has_changed ? G_TLS_CERTIFICATE_UNKNOWN_CA : 0;
  }

  if (is_vouched_for (self, chain, purpose, identity, interaction, flags, cancellable))
    remember (self, NULL, FALSE);
  else
    remember (self, shown, FALSE);

  return 0;
}

static void
wall_tls_pin_finalize (GObject *object)
{
  WallTlsPin *self = WALL_TLS_PIN (object);

  g_clear_object (&self->authorities);
  g_free (self->expected);
  g_free (self->seen);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (wall_tls_pin_parent_class)->finalize (object);
}

static void
wall_tls_pin_class_init (WallTlsPinClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wall_tls_pin_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = wall_tls_pin_verify_chain;
}

static void
wall_tls_pin_init (WallTlsPin *self)
{
  g_mutex_init (&self->lock);
}

/**
 * wall_tls_pin_new:
 * @expected: (nullable): the certificate that was trusted first, as wall_tls_pin_dup_seen() gave
 *   it; %NULL or "" if there was none
 *
 * It judges one connection; make another one for the next.
 *
 * Returns: (transfer full): who is trusted
 */
WallTlsPin *
wall_tls_pin_new (const char *expected)
{
  WallTlsPin *self = g_object_new (WALL_TYPE_TLS_PIN, NULL);

  if (expected && *expected)
    self->expected = g_strdup (expected);
  else
    self->authorities = g_tls_backend_get_default_database (g_tls_backend_get_default ());

  return self;
}

/* GIO takes up sessions again by the address of a socket, and lets them pass whatever is said of
 * their certificate. Of a pair of streams it knows no address. */
static GIOStream *
hide_socket (GIOStream *base)
{
  GIOStream *stream = g_simple_io_stream_new (g_io_stream_get_input_stream (base),
                                              g_io_stream_get_output_stream (base));

  g_object_set_data_full (G_OBJECT (stream), "wall-base", g_object_ref (base), g_object_unref);

  return stream;
}

/**
 * wall_tls_pin_connect:
 * @base: the connection to the device
 * @identity: the device as it was asked for
 *
 * Each is judged: no session of an earlier one is taken up again. And the pin is there from the
 * beginning: a connection that is made without a database reads all that
 * the system trusts, which takes some 40 ms each time.
 *
 * Returns: (transfer full) (nullable): a TLS connection that has not shaken hands yet
 */
GIOStream *
wall_tls_pin_connect (WallTlsPin          *self,
                      GIOStream           *base,
                      GSocketConnectable  *identity,
                      GError             **error)
{
  GType type = g_tls_backend_get_client_connection_type (g_tls_backend_get_default ());
  g_autoptr (GIOStream) hidden = hide_socket (base);

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ())) {
    g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE, "TLS is not installed");
    return NULL;
  }

  return g_initable_new (type, NULL, error,
                         "base-io-stream", hidden,
                         "server-identity", identity,
                         "database", self,
                         "require-close-notify", FALSE,
                         NULL);
}

/**
 * wall_tls_pin_dup_seen:
 *
 * Returns: (transfer full) (nullable): the certificate that was shown, "sha256:HEX", also if it was
 *   refused; %NULL while none was, or if the system's authorities vouch for it
 */
char *
wall_tls_pin_dup_seen (WallTlsPin *self)
{
  char *seen;

  g_mutex_lock (&self->lock);
  seen = g_strdup (self->seen);
  g_mutex_unlock (&self->lock);

  return seen;
}

/**
 * wall_tls_pin_has_changed:
 *
 * Returns: whether another certificate was shown than the one that was expected, which ended the
 *   handshake
 */
gboolean
wall_tls_pin_has_changed (WallTlsPin *self)
{
  gboolean has_changed;

  g_mutex_lock (&self->lock);
  has_changed = self->has_changed;
  g_mutex_unlock (&self->lock);

  return has_changed;
}

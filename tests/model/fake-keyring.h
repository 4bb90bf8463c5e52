/* fake-keyring.h
 *
 * A keyring of its own kind on a bus of the test's own: org.freedesktop.secrets, as far as libsecret
 * needs it, with the manners that a real one may have. It lives in a thread, so that it answers while
 * the test waits, or keeps silent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  FAKE_KEYRING_OPEN,
  FAKE_KEYRING_LOCKED,     /* until a prompt is accepted */
  FAKE_KEYRING_DISMISSED,  /* locked, and whoever is asked says no */
  FAKE_KEYRING_HANGING,    /* takes every call and answers none */
  FAKE_KEYRING_FAILING,    /* answers every call with an error */
} FakeKeyringManner;

typedef struct _FakeKeyring FakeKeyring;

FakeKeyring *fake_keyring_new           (FakeKeyringManner  manner);
void         fake_keyring_free          (FakeKeyring       *self);
void         fake_keyring_add           (FakeKeyring       *self,
                                         const char        *host,
                                         guint              port,
                                         const char        *user,
                                         const char        *password);
char        *fake_keyring_dup_password  (FakeKeyring       *self,
                                         const char        *user);
guint        fake_keyring_get_n_items   (FakeKeyring       *self);
guint        fake_keyring_get_n_prompts (FakeKeyring       *self);
guint        fake_keyring_get_n_calls   (FakeKeyring       *self);
char        *fake_keyring_dup_labels    (FakeKeyring       *self);

G_END_DECLS

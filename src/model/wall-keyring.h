/* wall-keyring.h
 *
 * The keyring of the desktop: every call ends within 5 s, but for the one time that a person is asked
 * to unlock it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_KEYRING_DEADLINE_MS 5000

/* The codes of WALL_KEYRING_ERROR. */
typedef enum {
  WALL_KEYRING_ERROR_ABSENT,      /* there is none */
  WALL_KEYRING_ERROR_SILENT,      /* it did not answer in time */
  WALL_KEYRING_ERROR_ASKING,      /* it is locked, and a person is asked to unlock it */
  WALL_KEYRING_ERROR_LOCKED,      /* it is locked, and nobody unlocked it when asked */
  WALL_KEYRING_ERROR_FAILED,      /* it said something else */
} WallKeyringError;

#define WALL_KEYRING_ERROR (wall_keyring_error_quark ())
GQuark       wall_keyring_error_quark   (void);

#define WALL_TYPE_KEYRING (wall_keyring_get_type ())
G_DECLARE_FINAL_TYPE (WallKeyring, wall_keyring, WALL, KEYRING, GObject)

/* What a password is kept under: "scheme", "host", "port" and "user".
 * Signal: "answered" (gboolean is_unlocked): a person was asked to unlock it. */
WallKeyring *wall_keyring_new           (void);
void         wall_keyring_lookup_async  (WallKeyring         *self,
                                         GHashTable          *attributes,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
char        *wall_keyring_lookup_finish (WallKeyring         *self,
                                         GAsyncResult        *result,
                                         GError             **error);
void         wall_keyring_store_async   (WallKeyring         *self,
                                         GHashTable          *attributes,
                                         const char          *label,
                                         const char          *password,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean     wall_keyring_store_finish  (WallKeyring         *self,
                                         GAsyncResult        *result,
                                         GError             **error);
void         wall_keyring_clear_async   (WallKeyring         *self,
                                         GHashTable          *attributes,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean     wall_keyring_clear_finish  (WallKeyring         *self,
                                         GAsyncResult        *result,
                                         GError             **error);

G_END_DECLS

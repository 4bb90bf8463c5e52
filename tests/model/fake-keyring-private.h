/* fake-keyring-private.h
 *
 * What the fake keyring consists of. Its own thread, but for what is under the lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fake-keyring.h"

G_BEGIN_DECLS

#define ROOT "/org/freedesktop/secrets"
#define COLLECTION ROOT "/collection/login"
#define PROMPT ROOT "/prompt/one"

typedef struct {
  char     *path;
  char     *label;
  GVariant *attributes;
  char     *password;
  guint     object_id;   /* 0: nobody heard of it yet */
} FakeItem;

struct _FakeKeyring {
  FakeKeyringManner manner;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GDBusConnection *connection;
  GDBusNodeInfo *node;

  /* What follows is shared with the test's thread. */
  GMutex lock;
  GCond cond;
  gboolean is_ready;
  gboolean is_locked;
  GPtrArray *items;      /* of FakeItem */
  guint n_made;
  guint n_prompts;
  guint n_calls;
};

extern const GDBusInterfaceVTable fake_keyring_vtable;

guint     fake_keyring_export   (FakeKeyring *self,
                                 const char  *path,
                                 const char  *interface);
FakeItem *fake_keyring_add_item (FakeKeyring *self,
                                 GVariant    *attributes,
                                 const char  *label,
                                 const char  *password);

G_END_DECLS

/* wall-keyring-job.h
 *
 * One call of the keyring, which ends once: when it is answered, or when its time is over. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-keyring.h"

G_BEGIN_DECLS

/* The data of the call's task. */
typedef struct {
  GHashTable   *attributes;
  char         *label;        /* (nullable) */
  char         *password;     /* (nullable): to be stored */
  GCancellable *cancellable;  /* of the calls of libsecret */
  guint         deadline_id;
  gboolean      has_ended;
} WallKeyringJob;

GTask   *wall_keyring_job_new          (gpointer             source,
                                        GHashTable          *attributes,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
void     wall_keyring_job_set_deadline (GTask               *task,
                                        guint                after_ms);
gboolean wall_keyring_job_end          (GTask               *task);
void     wall_keyring_job_refuse       (GTask               *task,
                                        WallKeyringError     code,
                                        const char          *message);
void     wall_keyring_job_fail         (GTask               *task,
                                        const GError        *error);

G_END_DECLS

/* encoder-users.h
 *
 * Who may sign in, and what each of them may do.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ENCODER_MAX_USERS 64

/* Each is given for channels. Talk is with the box: it needs any one of its channels. */
typedef enum {
  ENCODER_RIGHT_LIVE,
  ENCODER_RIGHT_PTZ,
  ENCODER_RIGHT_ALARMS,
  ENCODER_RIGHT_PLAYBACK,
  ENCODER_RIGHT_TALK,
  ENCODER_N_RIGHTS,
} EncoderRight;

typedef struct _EncoderUser  EncoderUser;
typedef struct _EncoderUsers EncoderUsers;

EncoderUsers      *encoder_users_new        (void);
EncoderUsers      *encoder_users_load       (const char          *path,
                                             GError             **error);
EncoderUsers      *encoder_users_ref        (EncoderUsers        *self);
void               encoder_users_unref      (EncoderUsers        *self);
void               encoder_users_add        (EncoderUsers        *self,
                                             const char          *name,
                                             const char          *password);
guint              encoder_users_get_number (EncoderUsers        *self);
const EncoderUser *encoder_users_get        (EncoderUsers        *self,
                                             guint                index);
const EncoderUser *encoder_users_find       (EncoderUsers        *self,
                                             const char          *name);

const char        *encoder_user_get_name     (const EncoderUser *user);
const char        *encoder_user_get_password (const EncoderUser *user);
gboolean           encoder_user_may          (const EncoderUser *user,
                                              EncoderRight       right,
                                              guint              channel);
gboolean           encoder_user_may_any      (const EncoderUser *user,
                                              EncoderRight       right,
                                              guint              first,
                                              guint              n_channels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderUsers, encoder_users_unref)

G_END_DECLS

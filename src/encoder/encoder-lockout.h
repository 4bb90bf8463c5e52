/* encoder-lockout.h
 *
 * Which accounts are locked after too many bad logins, and until when.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-users.h"

G_BEGIN_DECLS

#define ENCODER_LOCKOUT_TRIES 5

typedef struct _EncoderLockout EncoderLockout;

EncoderLockout *encoder_lockout_new       (gint64             lock_us);
void            encoder_lockout_free      (EncoderLockout    *self);
gboolean        encoder_lockout_is_locked (EncoderLockout    *self,
                                           const EncoderUser *user,
                                           gint64             now_us);
void            encoder_lockout_fail      (EncoderLockout    *self,
                                           const EncoderUser *user,
                                           gint64             now_us);
void            encoder_lockout_clear     (EncoderLockout    *self,
                                           const EncoderUser *user);
char           *encoder_lockout_describe  (EncoderLockout    *self,
                                           gint64             now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderLockout, encoder_lockout_free)

G_END_DECLS

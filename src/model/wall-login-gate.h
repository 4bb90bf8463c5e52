/* wall-login-gate.h
 *
 * Whether one more login may begin at a device, so that a wrong password costs one login and not
 * one a channel.
 * Pure: no clock of its own; one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"

G_BEGIN_DECLS

#define WALL_LOGIN_GATE_MAX_LOGINS 2

typedef struct {
  WallReason verdict;      /* NONE, or why nobody may sign in */
  gint64     reopens_us;   /* LOCKED_OUT: monotonic, when one may try again */
  gboolean   is_proven;    /* the device took this password, and was not left since */
  gboolean   is_open;      /* it asks for no password: nothing is to be proven */
  guint      logins;       /* under way */
  guint      connections;  /* attempts that are not closed yet; logins are among them */
} WallLoginGate;

gboolean wall_login_gate_may_begin (const WallLoginGate *self,
                                    gint64               now_us);
void     wall_login_gate_begin     (WallLoginGate       *self);
void     wall_login_gate_accept    (WallLoginGate       *self);
void     wall_login_gate_reject    (WallLoginGate       *self,
                                    WallReason           reason,
                                    gint64               now_us);
void     wall_login_gate_end_login (WallLoginGate       *self);
void     wall_login_gate_close     (WallLoginGate       *self);
void     wall_login_gate_reopen    (WallLoginGate       *self);

gboolean wall_login_gate_is_verdict (WallReason reason);

G_END_DECLS

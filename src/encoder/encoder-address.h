/* encoder-address.h
 *
 * The address of a camera on the network, taken apart: where it is, who signs in, and what may be
 * shown of it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-logins.h"

G_BEGIN_DECLS

typedef struct {
  char *location;  /* without user and password */
  char *name;      /* for people: with the user, without any password */
  char *user;      /* (nullable) */
  char *password;  /* (nullable) */
} EncoderAddress;

gboolean encoder_address_parse (const char      *uri,
                                EncoderLogins   *logins,
                                EncoderAddress  *out_address,
                                GError         **error);
void     encoder_address_clear (EncoderAddress  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EncoderAddress, encoder_address_clear)

G_END_DECLS

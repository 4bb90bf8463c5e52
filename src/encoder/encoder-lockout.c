/* encoder-lockout.c
 *
 * Locks an account after five bad logins, whoever made them: that is what devices do, and what
 * makes an eager client lock out the others. So it is the user who is locked, not the address, and
 * only users who exist; the right password is refused as well until the time is over. A good login
 * forgets the bad ones before it, and so does as much time without one as a lock takes.
 * Bounded by the number of users. Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-lockout.h"

typedef struct {
  guint  failures;
  gint64 failed_us;  /* the last one */
  gint64 until_us;   /* 0: not locked */
} Account;

struct _EncoderLockout {
  gint64      lock_us;   /* 0: never */
  GHashTable *accounts;  /* EncoderUser (none) to Account */
};

/**
 * encoder_lockout_new:
 * @lock_us: how long an account is locked; 0: never
 */
EncoderLockout *
encoder_lockout_new (gint64 lock_us)
{
  EncoderLockout *self = g_new0 (EncoderLockout, 1);

  self->lock_us = lock_us;
  self->accounts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
encoder_lockout_free (EncoderLockout *self)
{
  g_hash_table_unref (self->accounts);
  g_free (self);
}

/**
 * encoder_lockout_is_locked:
 * @now_us: monotonic
 *
 * Returns: whether nobody may sign in under that name now
 */
gboolean
encoder_lockout_is_locked (EncoderLockout    *self,
                           const EncoderUser *user,
                           gint64             now_us)
{
  const Account *account = g_hash_table_lookup (self->accounts, user);

  return account && account->until_us > now_us;
}

/**
 * encoder_lockout_fail:
 * @now_us: monotonic
 *
 * A bad login; the fifth locks the account.
 */
void
encoder_lockout_fail (EncoderLockout    *self,
                      const EncoderUser *user,
                      gint64             now_us)
{
  Account *account = g_hash_table_lookup (self->accounts, user);

  if (self->lock_us == 0)
    return;

  if (!account) {
    account = g_new0 (Account, 1);
    g_hash_table_insert (self->accounts, (gpointer) user, account);
  }

  if (now_us - account->failed_us > self->lock_us)
    account->failures = 0;
  account->failed_us = now_us;
  if (++account->failures < ENCODER_LOCKOUT_TRIES)
    return;

  account->failures = 0;
  account->until_us = now_us + self->lock_us;
}

/**
 * encoder_lockout_clear:
 * @user: (nullable): %NULL: all of them
 *
 * Forgets bad logins and unlocks.
 */
void
encoder_lockout_clear (EncoderLockout    *self,
                       const EncoderUser *user)
{
  if (user)
    g_hash_table_remove (self->accounts, user);
  else
    g_hash_table_remove_all (self->accounts);
}

/**
 * encoder_lockout_describe:
 *
 * Returns: (transfer full): "NAME SECONDS", between commas, of those who are locked
 */
char *
encoder_lockout_describe (EncoderLockout *self,
                          gint64          now_us)
{
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer user, value;

  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, &user, &value)) {
    const Account *account = value;

    if (account->until_us > now_us)
      g_string_append_printf (text, "%s%s %" G_GINT64_FORMAT, text->len > 0 ? ", " : "",
                              encoder_user_get_name (user),
                              (account->until_us - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  }

  return g_string_free (text, FALSE);
}

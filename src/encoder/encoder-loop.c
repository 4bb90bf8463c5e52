/* encoder-loop.c
 *
 * Gathers access units into a loop, gives each its unit header, and turns a loop into a variant and
 * back for the cache.
 * A loop never changes once it is made: callable from any thread. A builder belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-loop.h"

#include <glib/gi18n-lib.h>

#include "encoder-format.h"

/* What one loop may take of this computer's memory: a minute of 4K at 32 Mbit/s. */
#define MAX_LOOP_BYTES (256u << 20)

typedef struct {
  guint32  size;
  gboolean is_key;
} Entry;

struct _EncoderLoopBuilder {
  GByteArray *data;
  GArray     *entries;
};

struct _EncoderLoop {
  gatomicrefcount ref_count;
  EncoderLoopInfo info;
  char           *encoder;
  GBytes         *data;
  GBytes         *sound;    /* (nullable): of one round */
  EncoderUnit    *units;
  guint           n_units;
};

static gboolean
check_loop (const EncoderLoopInfo  *info,
            const Entry            *entries,
            guint                   n_entries,
            gsize                   size,
            GError                **error)
{
  gsize sum = 0;

  for (guint i = 0; i < n_entries; i++)
    sum += entries[i].size;

  if (n_entries > 0 && entries[0].is_key && sum == size && info->rate_num > 0 &&
      info->rate_den > 0 && info->width > 0 && info->width <= ENCODER_FORMAT_MAX_WIDTH &&
      info->height > 0 && info->height <= ENCODER_FORMAT_MAX_HEIGHT &&
      info->codec <= DVRIP_VIDEO_H265)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("No loop of pictures that begins with a key frame"));
  return FALSE;
}

static EncoderLoop *
loop_new (const EncoderLoopInfo  *info,
          const Entry            *entries,
          guint                   n_entries,
          GBytes                 *data,
          GError                **error)
{
  const guint8 *payload = g_bytes_get_data (data, NULL);
  EncoderLoop *self;

  if (!check_loop (info, entries, n_entries, g_bytes_get_size (data), error))
    return NULL;

  self = g_new0 (EncoderLoop, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->info = *info;
  self->encoder = g_strdup (info->encoder);
  self->info.encoder = self->encoder;
  self->data = g_bytes_ref (data);
  self->n_units = n_entries;
  self->units = g_new0 (EncoderUnit, n_entries);
  for (guint i = 0; i < n_entries; i++) {
    encoder_unit_init_video (&self->units[i], info, entries[i].is_key, payload, entries[i].size);
    payload += entries[i].size;
  }

  return self;
}

/**
 * encoder_loop_builder_new:
 *
 * Returns: (transfer full): a builder to which pictures are added in their order
 */
EncoderLoopBuilder *
encoder_loop_builder_new (void)
{
  EncoderLoopBuilder *self = g_new0 (EncoderLoopBuilder, 1);

  self->data = g_byte_array_new ();
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  return self;
}

void
encoder_loop_builder_free (EncoderLoopBuilder *self)
{
  g_byte_array_unref (self->data);
  g_array_unref (self->entries);
  g_free (self);
}

/**
 * encoder_loop_builder_add:
 * @data: an access unit (Annex B, parameter sets before key frames) or a JPEG picture
 * @is_key: whether decoding can begin with it
 *
 * Adds one picture. What comes before the first key frame is left out.
 *
 * Returns: whether it can be sent
 */
gboolean
encoder_loop_builder_add (EncoderLoopBuilder  *self,
                          const guint8        *data,
                          gsize                size,
                          gboolean             is_key,
                          GError             **error)
{
  Entry entry = { (guint32) size, is_key };

  if (self->entries->len == 0 && !is_key)
    return TRUE;

  if (size == 0 || size > DVRIP_MAX_UNIT - 16) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 _("A picture of %zu bytes cannot be sent: a unit takes 8 MiB"),
                 size);
    return FALSE;
  }

  g_byte_array_append (self->data, data, (guint) size);
  g_array_append_val (self->entries, entry);
  return TRUE;
}

/**
 * encoder_loop_builder_is_full:
 *
 * Returns: whether the loop takes as much memory as one may: make it of what is there
 */
gboolean
encoder_loop_builder_is_full (EncoderLoopBuilder *self)
{
  return self->data->len >= MAX_LOOP_BYTES;
}

/**
 * encoder_loop_builder_finish:
 * @info: what the pictures are
 *
 * Makes a loop of what was added; the builder is empty afterwards.
 *
 * Returns: (transfer full) (nullable): the loop, %NULL and @error if there is no picture in it
 */
EncoderLoop *
encoder_loop_builder_finish (EncoderLoopBuilder     *self,
                             const EncoderLoopInfo  *info,
                             GError                **error)
{
  g_autoptr (GBytes) data = g_byte_array_free_to_bytes (self->data);
  EncoderLoop *loop;

  loop = loop_new (info, (const Entry *) (gpointer) self->entries->data, self->entries->len, data,
                   error);
  self->data = g_byte_array_new ();
  g_array_set_size (self->entries, 0);

  return loop;
}

EncoderLoop *
encoder_loop_ref (EncoderLoop *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
encoder_loop_unref (EncoderLoop *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_bytes_unref (self->data);
  g_clear_pointer (&self->sound, g_bytes_unref);
  g_free (self->units);
  g_free (self->encoder);
  g_free (self);
}

const EncoderLoopInfo *
encoder_loop_get_info (EncoderLoop *self)
{
  return &self->info;
}

guint
encoder_loop_get_length (EncoderLoop *self)
{
  return self->n_units;
}

/**
 * encoder_loop_get_unit:
 * @index: any number: the loop goes round
 *
 * Returns: (transfer none): the unit at that place
 */
const EncoderUnit *
encoder_loop_get_unit (EncoderLoop *self,
                       guint        index)
{
  return &self->units[index % self->n_units];
}

/**
 * encoder_loop_find_key:
 * @index: any number: the loop goes round
 *
 * Returns: the place of the last key frame at or before @index, below the loop's length
 */
guint
encoder_loop_find_key (EncoderLoop *self,
                       guint        index)
{
  guint place = index % self->n_units;

  while (place > 0 && !encoder_unit_is_key (&self->units[place]))
    place--;

  return place;
}

/**
 * encoder_loop_get_time_us:
 * @index: any number: the loop goes round
 *
 * Returns: when a picture is shown, counted from the first
 */
gint64
encoder_loop_get_time_us (EncoderLoop *self,
                          guint64      index)
{
  return (gint64) (index * G_USEC_PER_SEC * (guint64) self->info.rate_den /
                   (guint64) self->info.rate_num);
}

/**
 * encoder_loop_take_sound:
 * @sound: (transfer full): A-law of 8 kHz, as long as the loop
 *
 * Gives a loop its sound, before anybody else knows the loop.
 */
void
encoder_loop_take_sound (EncoderLoop *self,
                         GBytes      *sound)
{
  g_return_if_fail (!self->sound);

  self->sound = sound;
}

/**
 * encoder_loop_get_sound:
 *
 * Returns: (transfer none) (nullable): the sound of one round
 */
GBytes *
encoder_loop_get_sound (EncoderLoop *self)
{
  return self->sound;
}

/**
 * encoder_loop_to_variant:
 *
 * Returns: (transfer floating): the pictures of the loop, of %ENCODER_LOOP_VARIANT_TYPE
 */
GVariant *
encoder_loop_to_variant (EncoderLoop *self)
{
  GVariantBuilder entries;

  g_variant_builder_init (&entries, G_VARIANT_TYPE ("a(ub)"));
  for (guint i = 0; i < self->n_units; i++)
    g_variant_builder_add (&entries, "(ub)", self->units[i].payload_size,
                           encoder_unit_is_key (&self->units[i]));

  return g_variant_new ("(uuuiis@a(ub)@ay)", (guint32) self->info.codec, self->info.width,
                        self->info.height, self->info.rate_num, self->info.rate_den,
                        self->info.encoder, g_variant_builder_end (&entries),
                        g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, self->data, TRUE));
}

/**
 * encoder_loop_from_variant:
 * @variant: of %ENCODER_LOOP_VARIANT_TYPE, in normal form; what it says is not believed
 *
 * Returns: (transfer full) (nullable): the loop, %NULL and @error if it is none
 */
EncoderLoop *
encoder_loop_from_variant (GVariant  *variant,
                           GError   **error)
{
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GVariant) bytes = NULL;
  g_autoptr (GBytes) data = NULL;
  g_autofree Entry *entries = NULL;
  EncoderLoopInfo info;
  guint32 codec;
  gsize n_entries;

  g_variant_get (variant, "(uuuii&s@a(ub)@ay)", &codec, &info.width, &info.height, &info.rate_num,
                 &info.rate_den, &info.encoder, &list, &bytes);
  info.codec = (DvripVideoCodec) codec;
  n_entries = g_variant_n_children (list);
  entries = g_new0 (Entry, n_entries);
  for (gsize i = 0; i < n_entries; i++)
    g_variant_get_child (list, i, "(ub)", &entries[i].size, &entries[i].is_key);
  data = g_variant_get_data_as_bytes (bytes);

  return loop_new (&info, entries, (guint) n_entries, data, error);
}

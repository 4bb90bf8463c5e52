/* gstdvriptypefind.c
 *
 * Tells a recorder's export from other files, whatever its name is: recorders like to call them
 * .h264, as bare H.264 is called, too. What tells is not the first bytes, but that each unit's
 * length leads to the next unit.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvriptypefind.h"

#include <string.h>

#include "dvrip-unit-reader.h"

#define MEDIA_TYPE "application/x-dvrip"

#define LONGEST_HEADER 16

/* An export may begin inside a unit; the next one begins within as much, mostly. */
#define SEARCHED (256u << 10)
#define SEARCH_STEP (64u << 10)

/* So many units in a row are no accident. */
#define UNITS_FOR_SURE 4

typedef struct {
  guint    units;     /* in a row */
  gboolean has_video; /* among them is a key frame that says a possible time */
  gboolean is_whole;  /* the last one ends where the file ends */
  gboolean is_cut;    /* there is more than can be seen */
} Chain;

static gboolean
is_possible (const DvripUnitHeader *header)
{
  if (header->kind == DVRIP_UNIT_I || header->kind == DVRIP_UNIT_PICTURE)
    return header->payload_size > 0 && dvrip_date_time_is_possible (header->date_time);

  return header->payload_size > 0;
}

/* The file ends here if its size is known, or if nothing can be seen here but right before. */
static void
judge_end (GstTypeFind *find, guint64 at, Chain *chain)
{
  guint64 length = gst_type_find_get_length (find);

  chain->is_whole = length > 0 && at == length;
  chain->is_cut = !chain->is_whole && (length == 0 || at > length);
}

static Chain
follow (GstTypeFind *find, guint64 at)
{
  Chain chain = { 0 };

  while (chain.units < UNITS_FOR_SURE) {
    DvripUnitHeader header;
    gsize size = LONGEST_HEADER;
    const guint8 *data = gst_type_find_peek (find, (gint64) at, LONGEST_HEADER);

    if (!data)
      data = gst_type_find_peek (find, (gint64) at, size = LONGEST_HEADER / 2);
    if (!data) {
      judge_end (find, at, &chain);
      break;
    }
    if (dvrip_unit_header_parse (data, size, &header, NULL) == 0 || !is_possible (&header))
      return (Chain) { 0 };

    chain.units++;
    chain.has_video |= header.kind == DVRIP_UNIT_I && header.date_time != 0;
    at += header.header_size + header.payload_size;
  }

  return chain;
}

static guint
judge (const Chain *chain, gboolean is_at_start)
{
  if (chain->units >= UNITS_FOR_SURE || (chain->units > 0 && chain->is_whole && is_at_start))
    return GST_TYPE_FIND_MAXIMUM;
  if (chain->units > 1)
    return GST_TYPE_FIND_NEARLY_CERTAIN;
  if (chain->units == 1 && chain->is_cut && is_at_start)
    return chain->has_video ? GST_TYPE_FIND_LIKELY : GST_TYPE_FIND_POSSIBLE;

  return GST_TYPE_FIND_NONE;
}

/* Returns how likely it is that units begin somewhere in this piece. */
static guint
search (GstTypeFind *find, guint64 at, const guint8 *data, gsize size)
{
  static const guint8 start_code[] = { 0, 0, 1 };
  const guint8 *from = data, *end = data + size;

  while ((from = memmem (from, (gsize) (end - from), start_code, sizeof start_code)) != NULL) {
    if (end - from > 3 && dvrip_unit_is_start (from, 4)) {
      Chain chain = follow (find, at + (guint64) (from - data));
      guint probability = judge (&chain, at == 0 && from == data);

      if (probability > GST_TYPE_FIND_NONE)
        return probability;
    }
    from++;
  }

  return GST_TYPE_FIND_NONE;
}

static void
find_dvrip (GstTypeFind *find, gpointer user_data)
{
  guint64 length = gst_type_find_get_length (find);
  guint64 limit = length > 0 ? MIN (length, SEARCHED) : SEARCHED;

  for (guint64 at = 0; at < limit; at += SEARCH_STEP) {
    guint size = (guint) MIN (SEARCH_STEP + 3, limit - at);
    const guint8 *data = gst_type_find_peek (find, (gint64) at, size);
    guint probability;

    while (!data && size > LONGEST_HEADER)
      data = gst_type_find_peek (find, (gint64) at, size /= 2);
    if (!data)
      return;

    probability = search (find, at, data, size);
    if (probability > GST_TYPE_FIND_NONE) {
      gst_type_find_suggest_empty_simple (find, probability, MEDIA_TYPE);
      return;
    }
  }
}

static gboolean
register_dvrip (GstPlugin *plugin)
{
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (MEDIA_TYPE);

  return gst_type_find_register (plugin, MEDIA_TYPE, GST_RANK_PRIMARY, find_dvrip, "dvrip", caps,
                                 NULL, NULL);
}

GST_TYPE_FIND_REGISTER_DEFINE_CUSTOM (dvrip, register_dvrip)

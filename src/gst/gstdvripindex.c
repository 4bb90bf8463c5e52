/* gstdvripindex.c
 *
 * Where the key frames of a recording are, and how long it is. Only headers are read, and no more
 * of them than are needed: some at first, more when somebody wants to go further. The table keeps
 * to a limit: when it is full, every second entry goes.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripindex.h"

/* A table of this size takes some 2 MiB, and holds every second of two hours. */
#define ENTRIES_MAX 8192

/* What is looked at before playing begins: enough to measure the rate, and the whole of a short
 * recording. */
#define UNITS_TO_MEASURE 3000
#define UNITS_AT_FIRST 20000

/* A second more or less counts little in blocks of this many; in less, only a rate is wanted that
 * the headers do not say. */
#define BLOCK_SECONDS 10
#define BLOCKS_MAX 64

typedef struct {
  gint64 clock;              /* at the beginning of the block; -1: there is none */
  guint  frames;             /* since then */
  double periods[BLOCKS_MAX];
  guint  n_periods;
  double first_period;       /* of a shorter block; 0: none */
  guint  fps;
} Measure;

static gboolean
is_key (const GstDvripFileUnit *unit)
{
  return unit->header.payload_size > 0 &&
         (unit->header.kind == DVRIP_UNIT_I || unit->header.kind == DVRIP_UNIT_PICTURE);
}

static void
measure_key (Measure *self, const DvripUnitHeader *header)
{
  gint64 clock = gst_dvrip_timeline_read_clock (header->date_time);
  gint64 passed = clock - self->clock;
  gboolean is_usable = clock >= 0 && self->clock >= 0 && passed >= 0 && passed < 2 * BLOCK_SECONDS;

  self->fps = header->fps;
  if (is_usable && passed > 0)
    self->first_period = (double) passed * GST_SECOND / self->frames;
  if (is_usable && passed >= BLOCK_SECONDS && self->n_periods < BLOCKS_MAX)
    self->periods[self->n_periods++] = self->first_period;
  if (!is_usable || passed >= BLOCK_SECONDS) {
    self->clock = clock;
    self->frames = 0;
  }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median: blocks with a pause of the recorder in them do not count. */
static GstClockTime
get_period (Measure *self)
{
  if (self->n_periods == 0)
    return self->fps == 0 ? (GstClockTime) self->first_period : 0;

  qsort (self->periods, self->n_periods, sizeof (double), compare_doubles);

  return (GstClockTime) self->periods[self->n_periods / 2];
}

/* What one frame takes by the camera's clock; 0 if that is not known. */
static GstFlowReturn
measure_period (GstPad *pad, GstClockTime *out_period)
{
  Measure measure = { .clock = -1 };
  GstFlowReturn flow = GST_FLOW_OK;
  GstDvripFileUnit unit;
  GstDvripFile file;

  gst_dvrip_file_init (&file, pad);
  for (guint i = 0; i < UNITS_TO_MEASURE && flow == GST_FLOW_OK; i++) {
    flow = gst_dvrip_file_next (&file, &unit);
    if (flow != GST_FLOW_OK)
      break;
    if (is_key (&unit))
      measure_key (&measure, &unit.header);
    measure.frames += is_key (&unit) || unit.header.kind == DVRIP_UNIT_P;
  }

  *out_period = get_period (&measure);
  return flow == GST_FLOW_EOS ? GST_FLOW_OK : flow;
}

static void
thin_out (GstDvripIndex *self)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i += 2)
    g_array_index (self->entries, GstDvripIndexEntry, n++) =
      g_array_index (self->entries, GstDvripIndexEntry, i);

  g_array_set_size (self->entries, n);
  self->spacing *= 2;
}

static void
add_entry (GstDvripIndex *self, const GstDvripIndexEntry *entry)
{
  if (++self->n_skipped < self->spacing && self->entries->len > 0)
    return;

  self->n_skipped = 0;
  g_array_append_vals (self->entries, entry, 1);
  if (self->entries->len >= ENTRIES_MAX)
    thin_out (self);
}

/**
 * gst_dvrip_index_init:
 * @self: (out caller-allocates): an empty one
 */
void
gst_dvrip_index_init (GstDvripIndex *self)
{
  *self = (GstDvripIndex) { .spacing = 1, .last_clock = -1 };
  self->entries = g_array_new (FALSE, FALSE, sizeof (GstDvripIndexEntry));
}

/**
 * gst_dvrip_index_clear:
 *
 * Frees what @self holds.
 */
void
gst_dvrip_index_clear (GstDvripIndex *self)
{
  g_clear_pointer (&self->entries, g_array_unref);
}

/**
 * gst_dvrip_index_open:
 * @pad: a sink pad in pull mode; outlives @self
 *
 * Looks at the beginning and at the end of a recording.
 *
 * Returns: %GST_FLOW_OK, or why bytes cannot be read
 */
GstFlowReturn
gst_dvrip_index_open (GstDvripIndex *self,
                      GstPad        *pad)
{
  GstClockTime period;
  GstFlowReturn flow = measure_period (pad, &period);

  if (flow != GST_FLOW_OK)
    return flow;

  g_array_set_size (self->entries, 0);
  self->spacing = 1;
  self->is_complete = FALSE;
  self->sound = (DvripUnitHeader) { 0 };
  gst_dvrip_file_init (&self->file, pad);
  gst_dvrip_counter_init (&self->counter, period);

  for (guint i = 0; i < UNITS_AT_FIRST && flow == GST_FLOW_OK; i++)
    flow = gst_dvrip_index_advance (self);
  if (flow == GST_FLOW_OK)
    self->last_clock = gst_dvrip_file_find_last_clock (&self->file);

  return flow == GST_FLOW_EOS ? GST_FLOW_OK : flow;
}

/**
 * gst_dvrip_index_advance:
 *
 * Looks at one more unit.
 *
 * Returns: %GST_FLOW_OK, %GST_FLOW_EOS after the last one, or why bytes cannot be read
 */
GstFlowReturn
gst_dvrip_index_advance (GstDvripIndex *self)
{
  GstDvripIndexEntry entry = { 0, self->counter };
  GstDvripFileUnit unit;
  GstFlowReturn flow = gst_dvrip_file_next (&self->file, &unit);
  GstClockTime time;

  if (flow != GST_FLOW_OK) {
    self->is_complete = flow == GST_FLOW_EOS;
    return flow;
  }

  if (unit.is_discont)
    gst_dvrip_counter_lose (&self->counter);
  time = gst_dvrip_counter_count (&self->counter, &unit.header, unit.data, unit.size);
  if (unit.header.kind == DVRIP_UNIT_AUDIO && GST_CLOCK_TIME_IS_VALID (time) &&
      self->sound.payload_size == 0)
    self->sound = unit.header;
  entry.offset = unit.offset;
  if (is_key (&unit) && GST_CLOCK_TIME_IS_VALID (time))
    add_entry (self, &entry);

  return GST_FLOW_OK;
}

/**
 * gst_dvrip_index_entry_get_time:
 *
 * Returns: the time of the key frame
 */
GstClockTime
gst_dvrip_index_entry_get_time (const GstDvripIndexEntry *self)
{
  return gst_dvrip_timeline_get_end (&self->counter.timeline);
}

static const GstDvripIndexEntry *
get_entry (GstDvripIndex *self, guint i)
{
  return &g_array_index (self->entries, GstDvripIndexEntry, i);
}

/* The number of entries that are not later. */
static guint
count_until (GstDvripIndex *self, GstClockTime time)
{
  guint low = 0, high = self->entries->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (gst_dvrip_index_entry_get_time (get_entry (self, middle)) <= time)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

static guint
choose (GstDvripIndex *self, GstClockTime time, GstDvripIndexSnap snap)
{
  guint n = count_until (self, time), before = n > 0 ? n - 1 : 0;
  guint after = MIN (n, self->entries->len - 1);
  GstClockTime early = gst_dvrip_index_entry_get_time (get_entry (self, before));
  GstClockTime late = gst_dvrip_index_entry_get_time (get_entry (self, after));

  switch (snap) {
  case GST_DVRIP_INDEX_AFTER:
    return early >= time ? before : after;
  case GST_DVRIP_INDEX_NEAREST:
    return late > time && time > early && late - time < time - early ? after : before;
  case GST_DVRIP_INDEX_BEFORE:
    break;
  }

  return before;
}

/**
 * gst_dvrip_index_find:
 * @time: in the recording
 * @snap: on which side
 * @out_entry: (out caller-allocates): from where to play; with %GST_FLOW_OK only
 *
 * Looks further into the recording if it must.
 *
 * Returns: %GST_FLOW_OK, %GST_FLOW_EOS if there is no key frame at all, or why bytes cannot be read
 */
GstFlowReturn
gst_dvrip_index_find (GstDvripIndex      *self,
                      GstClockTime        time,
                      GstDvripIndexSnap   snap,
                      GstDvripIndexEntry *out_entry)
{
  GstFlowReturn flow = GST_FLOW_OK;

  while (!self->is_complete && flow == GST_FLOW_OK &&
         (self->entries->len == 0 ||
          gst_dvrip_index_entry_get_time (get_entry (self, self->entries->len - 1)) <= time))
    flow = gst_dvrip_index_advance (self);

  if (flow != GST_FLOW_OK && flow != GST_FLOW_EOS)
    return flow;
  if (self->entries->len == 0)
    return GST_FLOW_EOS;

  *out_entry = *get_entry (self, choose (self, time, snap));
  return GST_FLOW_OK;
}

/**
 * gst_dvrip_index_get_duration:
 *
 * Returns: how long the recording is: exactly, once it was looked at as a whole; before, by the
 *   camera's clock or by the bytes
 */
GstClockTime
gst_dvrip_index_get_duration (const GstDvripIndex *self)
{
  const GstDvripTimeline *timeline = &self->counter.timeline;
  GstClockTime known = gst_dvrip_timeline_get_end (timeline);

  if (self->is_complete || self->file.at == 0)
    return known;
  if (timeline->clock >= 0 && self->last_clock >= timeline->clock)
    return known + (GstClockTime) (self->last_clock - timeline->clock) * GST_SECOND;

  return gst_util_uint64_scale (known, self->file.length, self->file.at);
}

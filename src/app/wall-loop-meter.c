/* wall-loop-meter.c
 *
 * For how long the main loop kept others waiting.
 * A gap is the longer of two: the time between the loop's leaving poll() and its return to it, which
 * is what a click had to wait for; and the lateness of a timer that is due every tenth of a second,
 * which also counts when the machine did not let the loop run. Work is what the main thread computed
 * between leaving poll() and its return: long gaps with little work are the machine's. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-loop-meter.h"

#include <time.h>

#define TICK_US   (G_USEC_PER_SEC / 10)
#define N_BUCKETS 60

/* The worst of a second. */
typedef struct {
  gint64 gap_us;
  gint64 work_us;
} Bucket;

typedef struct {
  GSource parent;

  gint64  woken_us;      /* when poll() was left; 0: in it */
  gint64  woken_cpu_us;  /* what the thread had computed until then */
  gint64  second;        /* that the current bucket stands for */
  Bucket  buckets[N_BUCKETS];
  Bucket  ever;
  guint64 gaps_over_limit;
} MeterSource;

struct _WallLoopMeter {
  MeterSource *source;
};

static gint64
get_cpu_us (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * (gint64) G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Empties the buckets of the seconds that have passed without a note. */
static void
advance (MeterSource *self,
         gint64       now_us)
{
  gint64 second = now_us / G_USEC_PER_SEC;

  for (int i = 0; self->second < second && i < N_BUCKETS; i++)
    self->buckets[++self->second % N_BUCKETS] = (Bucket) { 0 };
  self->second = second;
}

static void
raise_to (Bucket *bucket,
          gint64  gap_us,
          gint64  work_us)
{
  bucket->gap_us = MAX (bucket->gap_us, gap_us);
  bucket->work_us = MAX (bucket->work_us, work_us);
}

static void
note (MeterSource *self,
      gint64       gap_us,
      gint64       work_us,
      gint64       now_us)
{
  advance (self, now_us);
  raise_to (&self->buckets[self->second % N_BUCKETS], gap_us, work_us);
  raise_to (&self->ever, gap_us, work_us);
  if (gap_us > WALL_LOOP_METER_LIMIT_US)
    self->gaps_over_limit++;
}

/* The loop is about to enter poll(): what it did since it left it is done. */
static gboolean
prepare (GSource *source,
         int     *timeout)
{
  MeterSource *self = (MeterSource *) source;
  gint64 now_us = g_get_monotonic_time ();

  if (self->woken_us > 0)
    note (self, now_us - self->woken_us, get_cpu_us () - self->woken_cpu_us, now_us);
  self->woken_us = 0;
  *timeout = -1;

  return FALSE;
}

static void
wake (MeterSource *self)
{
  self->woken_us = g_get_monotonic_time ();
  self->woken_cpu_us = get_cpu_us ();
}

static gboolean
check (GSource *source)
{
  wake ((MeterSource *) source);

  return FALSE;
}

/* The timer. A loop that found it due before poll() has not asked check(). */
static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  MeterSource *self = (MeterSource *) source;
  gint64 now_us = g_get_monotonic_time ();

  if (self->woken_us == 0)
    wake (self);
  note (self, now_us - g_source_get_ready_time (source), 0, now_us);
  g_source_set_ready_time (source, now_us + TICK_US);

  return G_SOURCE_CONTINUE;
}

/**
 * wall_loop_meter_new:
 * @context: (nullable): whose loop is measured
 *
 * Returns: (transfer full): a meter that is running
 */
WallLoopMeter *
wall_loop_meter_new (GMainContext *context)
{
  static GSourceFuncs functions = {
    .prepare = prepare,
    .check = check,
    .dispatch = dispatch,
  };
  WallLoopMeter *self = g_new0 (WallLoopMeter, 1);
  GSource *source = g_source_new (&functions, sizeof (MeterSource));

  self->source = (MeterSource *) source;
  self->source->second = g_get_monotonic_time () / G_USEC_PER_SEC;

  /* Before all others: a loop that finds work of one priority looks at none below it. */
  g_source_set_priority (source, G_MININT);
  g_source_set_static_name (source, "[watchwall] loop meter");
  g_source_set_ready_time (source, g_get_monotonic_time () + TICK_US);
  g_source_attach (source, context);

  return self;
}

/**
 * wall_loop_meter_free:
 * @self: (transfer full): a meter
 *
 * Stops it.
 */
void
wall_loop_meter_free (WallLoopMeter *self)
{
  GSource *source = &self->source->parent;

  g_source_destroy (source);
  g_source_unref (source);
  g_free (self);
}

/**
 * wall_loop_meter_get_numbers:
 * @self: a meter
 * @out_numbers: (out): what it measured
 *
 * Says how it was.
 */
void
wall_loop_meter_get_numbers (WallLoopMeter   *self,
                             WallLoopNumbers *out_numbers)
{
  MeterSource *source = self->source;

  advance (source, g_get_monotonic_time ());
  *out_numbers = (WallLoopNumbers) {
    .gaps_over_limit = source->gaps_over_limit,
    .max_gap_ever_us = source->ever.gap_us,
    .max_work_ever_us = source->ever.work_us,
  };
  for (guint i = 0; i < N_BUCKETS; i++) {
    out_numbers->max_gap_us = MAX (out_numbers->max_gap_us, source->buckets[i].gap_us);
    out_numbers->max_work_us = MAX (out_numbers->max_work_us, source->buckets[i].work_us);
  }
}

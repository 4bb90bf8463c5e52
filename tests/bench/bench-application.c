/* bench-application.c
 *
 * What the real wall costs with the cameras of a real encoder, which runs already. One run starts
 * one wall, waits until all cameras are live, and measures it for a while; build-aux/bench compares
 * with what decoding alone costs. Every interval is exactly as long as it claims to be: CPU is told
 * for @seconds, whatever asking for it took.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-machine.h"
#include "e2e-rig.h"

#define LIVE_DEADLINE_US (60 * G_USEC_PER_SEC)
#define POLL_US          (20 * 1000)

typedef struct {
  gint64       at_us;
  BenchThreads wall;
  double       server, encoder;
  gint64       received, decoded, painted, frames, gaps;
} Numbers;

static int n_cameras = 16;
static int port, encoder_pid, server_pid;
static double seconds = 20.0, warm_up = 3.0;

static const GOptionEntry entries[] = {
  { "cameras", 0, 0, G_OPTION_ARG_INT, &n_cameras, "Channels 1 to N are shown", "N" },
  { "port", 0, 0, G_OPTION_ARG_INT, &port, "The encoder's, on this computer", "PORT" },
  { "encoder", 0, 0, G_OPTION_ARG_INT, &encoder_pid, "The encoder's process", "PID" },
  { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "To measure", "S" },
  { "warm-up", 0, 0, G_OPTION_ARG_DOUBLE, &warm_up, "Once all are live, before", "S" },
  { NULL },
};

static gint64
sum_frames (JsonObject *report,
            const char *name)
{
  gint64 sum = 0;

  for (int i = 0; i < n_cameras; i++) {
    JsonObject *camera = e2e_report_camera (report, i);

    sum += json_object_get_int_member (json_object_get_object_member (camera, "frames"), name);
  }

  return sum;
}

static JsonObject *
get_wall (JsonObject *report)
{
  return json_object_get_object_member (report, "wall");
}

static JsonObject *
get_main_loop (JsonObject *report)
{
  return json_object_get_object_member (get_wall (report), "main_loop");
}

/* The report is asked for outside of the interval: before the first reading, after the second. */
static void
read_times (Numbers *numbers,
            E2eWall *wall)
{
  numbers->at_us = g_get_monotonic_time ();
  bench_machine_get_threads (e2e_wall_get_pid (wall), &numbers->wall);
  numbers->server = bench_machine_get_seconds (server_pid);
  numbers->encoder = bench_machine_get_seconds (encoder_pid);
}

static void
read_report (Numbers    *numbers,
             JsonObject *report)
{
  numbers->received = sum_frames (report, "received");
  numbers->decoded = sum_frames (report, "decoded");
  numbers->painted = sum_frames (report, "painted");
  numbers->frames = json_object_get_int_member (get_wall (report), "frames");
  numbers->gaps = json_object_get_int_member (get_main_loop (report), "gaps_over_100_ms");
}

/* Returns: the seconds from @start_us until all cameras were live at once; below 0: they never were */
static double
wait_until_live (E2eWall *wall,
                 gint64   start_us)
{
  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);
    gint64 now_us = g_get_monotonic_time ();

    if (e2e_report_count (report, "live") == (guint) n_cameras)
      return (double) (now_us - start_us) / G_USEC_PER_SEC;
    if (now_us - start_us > LIVE_DEADLINE_US)
      return -1.0;
    g_usleep (POLL_US);
  }
}

/* All for an interval of @seconds. */
static void
print_numbers (const Numbers *before,
               const Numbers *after,
               JsonObject    *report,
               double         live_s)
{
  double scale = seconds * G_USEC_PER_SEC / (after->at_us - before->at_us);
  double program = after->wall.sum - before->wall.sum;
  double named = 0.0;
  const struct {
    const char *name;
    double      value;
  } parts[] = {
    { "main", after->wall.main - before->wall.main },
    { "streaming", after->wall.streaming - before->wall.streaming },
    { "network", after->wall.network - before->wall.network },
  };

  g_print ("program %.2f", program * scale);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_print (" %s %.2f", parts[i].name, parts[i].value * scale);
    named += parts[i].value;
  }
  g_print (" other %.2f server %.2f encoder %.2f", MAX (program - named, 0.0) * scale,
           (after->server - before->server) * scale, (after->encoder - before->encoder) * scale);
  g_print (" received %" G_GINT64_FORMAT " decoded %" G_GINT64_FORMAT " painted %" G_GINT64_FORMAT
           " paints %" G_GINT64_FORMAT " gaps %" G_GINT64_FORMAT,
           after->received - before->received, after->decoded - before->decoded,
           after->painted - before->painted, after->frames - before->frames,
           after->gaps - before->gaps);
  g_print (" max-work-ms %.0f memory-mib %.0f threads %d live-at-end %u all-live %.2f\n",
           json_object_get_double_member (get_main_loop (report), "max_work") * 1000.0,
           json_object_get_int_member (get_wall (report), "memory_kib") / 1024.0,
           (int) json_object_get_int_member (get_wall (report), "threads"),
           e2e_report_count (report, "live"), live_s);
}

static void
measure (E2eWall *wall,
         double   live_s)
{
  g_autoptr (JsonObject) first = NULL, last = NULL;
  Numbers before, after;

  g_usleep ((gulong) (warm_up * G_USEC_PER_SEC));
  first = e2e_wall_report (wall);
  read_report (&before, first);
  read_times (&before, wall);
  g_usleep ((gulong) (seconds * G_USEC_PER_SEC));
  read_times (&after, wall);
  last = e2e_wall_report (wall);
  read_report (&after, last);

  print_numbers (&before, &after, last, live_s);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("– what the wall itself costs");
  g_autoptr (E2eWall) wall = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us;
  double live_s;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  if (port < 1 || port > G_MAXUINT16 || n_cameras < 1 || seconds <= 0.0) {
    g_printerr ("--port is needed, and a camera and a time at least\n");
    return 2;
  }

  server_pid = bench_machine_find_server ();
  start_us = g_get_monotonic_time ();
  wall = e2e_wall_new (n_cameras, (guint16) port, "admin");
  live_s = wait_until_live (wall, start_us);
  if (live_s < 0.0) {
    g_printerr ("Not all cameras became live\n");
    return 1;
  }
  measure (wall, live_s);

  return 0;
}

package dev.varve.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.RequestObserver.Refused;
import dev.varve.server.http.Served;
import dev.varve.server.http.ops.ClusterGauges.PeerGauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics(Optional.of("token"));

    @AfterEach
    void close() {
        metrics.close();
    }

    private void serve(String operation, int status, boolean complete) {
        SampleRequest request = SampleRequest.get("/b/k");
        metrics.started(request);
        request.note().operation(operation);
        metrics.finished(
                request,
                new Served(status, 10, 100, Duration.ofMillis(3), Duration.ofMillis(30), complete));
    }

    @Test
    void countsRequestsByOperationAndStatus() {
        serve("GetObject", 200, true);
        serve("GetObject", 200, true);
        serve("GetObject", 404, true);
        serve("PutObject", 200, false);
        metrics.refused(new Refused("ID", "192.0.2.7", "", "", 400));
        metrics.started(SampleRequest.get("/"));
        assertThat(metrics.scrape())
                .contains(
                        "varve_http_requests_seconds_count{operation=\"GetObject\",status=\"200\"}"
                                + " 2")
                .contains(
                        "varve_http_requests_seconds_count{operation=\"GetObject\",status=\"404\"}"
                                + " 1")
                .contains(
                        "varve_http_requests_seconds_bucket{operation=\"GetObject\",status=\"200\",le=\"0.025\"}"
                                + " 0")
                .contains(
                        "varve_http_requests_seconds_bucket{operation=\"GetObject\",status=\"200\",le=\"0.05\"}"
                                + " 2")
                .contains(
                        "varve_http_first_byte_seconds_bucket{operation=\"PutObject\",status=\"200\",le=\"0.005\"}"
                                + " 1")
                .contains("varve_http_received_bytes_total 40.0")
                .contains("varve_http_sent_bytes_total 400.0")
                .contains("varve_http_cut_off_total 1.0")
                .contains("varve_http_malformed_total 1.0")
                .contains("varve_http_in_flight 1.0")
                .contains("jvm_memory_used_bytes{area=\"heap\"");
    }

    @Test
    void asksTheStoreAtEachScrape() {
        SampleGauges gauges = new SampleGauges();
        metrics.watch(gauges);
        gauges.position = 41;
        assertThat(metrics.scrape()).contains("varve_journal_position 41.0");
        gauges.position = 42;
        assertThat(metrics.scrape())
                .contains("varve_journal_position 42.0")
                .contains("varve_view_lag 2.0")
                .contains("varve_blobs_logical_bytes 3.0")
                .contains("varve_blobs_physical_bytes 4.0")
                .contains("varve_blobs_deduplicated_bytes 5.0")
                .contains("varve_blobs_compressed_bytes 6.0")
                .contains("varve_journal_fsync_seconds 0.5")
                .contains("varve_journal_batch_size 7.0")
                .contains("varve_uploads_open 8.0");
    }

    @Test
    void tellsOfUpkeep() {
        metrics.watch(new SampleUpkeep());
        System.gc();
        assertThat(metrics.scrape())
                .contains("varve_blobs_quarantined 1.0")
                .contains("varve_scrub_deep_age_seconds 2.5")
                .contains("varve_scrub_light_age_seconds 3.5")
                .contains("varve_scrub_blobs_total 4.0")
                .contains("varve_scrub_bytes_total 5.0")
                .contains("varve_scrub_findings_total 6.0")
                .contains("varve_recompress_blobs_total 7.0")
                .contains("varve_recompress_saved_bytes_total 8.0");
    }

    @Test
    void tellsHowFarMembersAreBehind() {
        List<PeerGauge> peers = new ArrayList<>();
        metrics.watch(() -> peers);
        assertThat(metrics.scrape()).doesNotContain("varve_cluster_lag{");
        peers.add(new PeerGauge("00000000000000aa", "to", 3, 0.5, true));
        String labels = "{direction=\"to\",member=\"00000000000000aa\"}";
        assertThat(metrics.scrape())
                .contains("varve_cluster_lag" + labels + " 3.0")
                .contains("varve_cluster_lag_seconds" + labels + " 0.5")
                .contains("varve_cluster_trouble" + labels + " 1.0");
        peers.clear();
        assertThat(metrics.scrape()).doesNotContain("00000000000000aa");
    }

    private static final class SampleUpkeep implements UpkeepGauges {
        @Override
        public long quarantined() {
            return 1;
        }

        @Override
        public double deepScrubAge() {
            return 2.5;
        }

        @Override
        public double lightScrubAge() {
            return 3.5;
        }

        @Override
        public long scrubbedBlobs() {
            return 4;
        }

        @Override
        public long scrubbedBytes() {
            return 5;
        }

        @Override
        public long scrubFindings() {
            return 6;
        }

        @Override
        public long recompressedBlobs() {
            return 7;
        }

        @Override
        public long recompressionSavedBytes() {
            return 8;
        }
    }

    @Test
    void tellsOfConsumersThatThereAreNow() {
        SampleGauges gauges = new SampleGauges();
        metrics.watch(gauges);
        gauges.position = 41;
        assertThat(metrics.scrape())
                .contains("varve_consumer_lag{consumer=\"hook\"} 9.0")
                .contains("varve_consumer_trouble{consumer=\"hook\"} 1.0")
                .contains("varve_consumer_failures{consumer=\"hook\"} 3.0")
                .contains("varve_consumer_trouble{consumer=\"purge\"} 0.0");
        gauges.position = 42;
        assertThat(metrics.scrape()).contains("consumer=\"purge\"").doesNotContain("hook");
    }

    @Test
    void wantsItsTokenWhereItHasOne() {
        assertThat(metrics.admits("Bearer token")).isTrue();
        assertThat(metrics.admits("Bearer tokeN")).isFalse();
        assertThat(metrics.admits("")).isFalse();
        try (Metrics open = new Metrics(Optional.empty())) {
            assertThat(open.admits("")).isTrue();
        }
    }

    private static final class SampleGauges implements StoreGauges {
        private long position;

        @Override
        public long journalPosition() {
            return position;
        }

        @Override
        public long viewLag() {
            return 2;
        }

        @Override
        public long blobBytesLogical() {
            return 3;
        }

        @Override
        public long blobBytesPhysical() {
            return 4;
        }

        @Override
        public long bytesSavedByDeduplication() {
            return 5;
        }

        @Override
        public long bytesSavedByCompression() {
            return 6;
        }

        @Override
        public double fsyncSeconds() {
            return 0.5;
        }

        @Override
        public long batchSize() {
            return 7;
        }

        @Override
        public long openUploads() {
            return 8;
        }

        @Override
        public List<ConsumerGauge> consumers() {
            return position == 41
                    ? List.of(
                            new ConsumerGauge("purge", 0, false, 0),
                            new ConsumerGauge("hook", 9, true, 3))
                    : List.of(new ConsumerGauge("purge", 0, false, 0));
        }
    }
}

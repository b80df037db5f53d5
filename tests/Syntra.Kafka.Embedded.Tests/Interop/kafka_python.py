"""python3-kafka: topics, gzip produce, a group that commits, look-up by time. Prints one line per step."""
import sys

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

bootstrap, topic = sys.argv[1], sys.argv[2]
admin = KafkaAdminClient(bootstrap_servers=bootstrap)
admin.create_topics([NewTopic(topic, 2, 1)])
producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", compression_type="gzip")
for i in range(200):
    producer.send(topic, key=b"k%d" % i, value=b"v%d" % i, headers=[("h", b"x")])
producer.flush()
consumer = KafkaConsumer(topic, bootstrap_servers=bootstrap, group_id=topic, auto_offset_reset="earliest",
                         enable_auto_commit=False, consumer_timeout_ms=20000)
values = set()
for message in consumer:
    values.add(message.value)
    if len(values) == 200:
        break
print("consumed", len(values))
consumer.commit()
print("committed", sum(consumer.committed(TopicPartition(topic, p)) for p in (0, 1)))
print("by time", consumer.offsets_for_times({TopicPartition(topic, 0): 1})[TopicPartition(topic, 0)].offset)
consumer.close()
offsets = admin.list_consumer_group_offsets(topic)
print("listed", sum(o.offset for o in offsets.values()))
admin.delete_topics([topic])
print("done")

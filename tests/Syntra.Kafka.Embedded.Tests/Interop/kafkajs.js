// kafkajs: topics, idempotent and transactional produce, offsets in a transaction, a group, admin calls. Prints one line per step.
const { Kafka, logLevel, CompressionTypes } = require('kafkajs');

const [bootstrap, topic] = process.argv.slice(2);

async function main() {
  const kafka = new Kafka({ clientId: 'interop', brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 2, replicationFactor: 1 }] });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const messages = Array.from({ length: 50 }, (_, i) => ({ key: 'k' + i, value: 'v' + i, headers: { h: 'x' } }));
  await producer.send({ topic, compression: CompressionTypes.GZIP, messages });
  const transactional = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
  await transactional.connect();
  const aborted = await transactional.transaction();
  await aborted.send({ topic, messages: [{ value: 'aborted' }] });
  await aborted.abort();
  const committed = await transactional.transaction();
  await committed.send({ topic, messages: [{ value: 'committed' }] });
  await committed.sendOffsets({ consumerGroupId: topic + '-tx', topics: [{ topic, partitions: [{ partition: 0, offset: '7' }] }] });
  await committed.commit();
  const fetched = await admin.fetchOffsets({ groupId: topic + '-tx', topics: [topic] });
  console.log('transaction offset', fetched[0].partitions.find(p => p.partition === 0).offset);
  console.log('consumed', (await consume(kafka, 51)).sort().filter(v => !v.startsWith('v')).join(), 'and the rest');
  console.log('group', (await admin.describeGroups([topic])).groups[0].members.length);
  await admin.deleteTopics({ topics: [topic] });
  await Promise.all([producer.disconnect(), transactional.disconnect(), admin.disconnect()]);
  console.log('done');
}

async function consume(kafka, count) {
  const consumer = kafka.consumer({ groupId: topic, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const values = [];
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('only ' + values.length + ' records came')), 30000).unref();
    consumer.run({ eachMessage: async ({ message }) => { values.push(message.value.toString()); if (values.length === count) resolve(); } });
  });
  await consumer.disconnect();
  return values;
}

main().then(() => process.exit(0), e => { console.error(e); process.exit(1); });

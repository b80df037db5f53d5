// kafka-node (2020): messages of the formats before v2, plain and gzip; its group consumer, its offsets, its admin calls.
// Prints one line per step.
const kafka = require('kafka-node');
const { promisify } = require('util');

const [bootstrap, topic] = process.argv.slice(2);

function consume(count) {
  return new Promise((resolve, reject) => {
    const values = [];
    const group = new kafka.ConsumerGroup({ kafkaHost: bootstrap, groupId: topic, fromOffset: 'earliest', sessionTimeout: 10000 }, topic);
    group.on('error', reject);
    group.on('message', message => {
      values.push(`${message.key ?? '-'}:${message.value}`);
    });
    // The client moves its position when a fetch is done, and commits it when it closes.
    group.on('done', () => { if (values.length === count) group.close(true, () => resolve(values)); });
  });
}

async function main() {
  const client = new kafka.KafkaClient({ kafkaHost: bootstrap });
  await new Promise((resolve, reject) => { client.on('ready', resolve); client.on('error', reject); });
  await promisify(client.createTopics.bind(client))([{ topic, partitions: 1, replicationFactor: 1 }]);
  const producer = new kafka.Producer(client, { requireAcks: 1 });
  const send = promisify(producer.send.bind(producer));
  for (const attributes of [0, 1]) {
    const sent = await send([{ topic, messages: ['a', new kafka.KeyedMessage('k', 'b')], attributes, partition: 0 }]);
    console.log('sent at', sent[topic][0]);
  }
  console.log('consumed', (await consume(4)).join());
  const offset = new kafka.Offset(client);
  console.log('latest', (await promisify(offset.fetchLatestOffsets.bind(offset))([topic]))[topic][0]);
  const committed = await promisify(offset.fetchCommitsV1.bind(offset))(topic, [{ topic, partition: 0 }]);
  console.log('committed', committed[topic][0]);
  const admin = new kafka.Admin(client);
  console.log('group', (await promisify(admin.describeGroups.bind(admin))([topic]))[topic].state);
  console.log('done');
}

main().then(() => process.exit(0), e => { console.error(e); process.exit(1); });

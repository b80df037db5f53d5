// @platformatic/kafka: the newest protocol versions in pure JavaScript. Topics, every codec it can write here, transactions, two members
// of a group that share its partitions, admin calls. Prints one line per step.
const path = require('path');
const { pathToFileURL } = require('url');

const [bootstrap, topic] = process.argv.slice(2);

async function main() {
  const entry = pathToFileURL(path.join(process.env.NODE_PATH, '@platformatic/kafka/dist/index.js'));
  const { Admin, Consumer, Producer, stringSerializers, stringDeserializers } = await import(entry);
  const options = { clientId: 'interop', bootstrapBrokers: [bootstrap] };
  const admin = new Admin(options);
  await admin.createTopics({ topics: [topic], partitions: 2, replicas: 1 });
  for (const compression of ['none', 'gzip', 'snappy', 'lz4']) {
    const producer = new Producer({ ...options, serializers: stringSerializers, compression, idempotent: true, acks: -1 });
    await producer.send({ messages: Array.from({ length: 10 }, (_, i) => ({ topic, key: 'k' + i, value: compression, headers: { h: 'x' } })) });
    await producer.close();
  }
  const transactional = new Producer({ ...options, serializers: stringSerializers, idempotent: true, transactionalId: topic });
  const aborted = await transactional.beginTransaction();
  await aborted.send({ messages: [{ topic, key: 'a', value: 'aborted' }] });
  await aborted.abort();
  const committed = await transactional.beginTransaction();
  await committed.send({ messages: [{ topic, key: 'a', value: 'committed' }] });
  await committed.commit();
  await transactional.close();

  const values = [];
  const members = [0, 1].map(() => new Consumer({ ...options, groupId: topic, deserializers: stringDeserializers }));
  let all;
  const everything = new Promise(resolve => { all = resolve; });
  const shared = Promise.all(members.map(member => new Promise(resolve => member.on('consumer:group:join', ({ assignments }) => {
    if (assignments.flatMap(a => a.partitions).length === 1) resolve();
  }))));
  await Promise.all(members.map(async member => {
    const stream = await member.consume({
      topics: [topic], mode: 'committed', fallbackMode: 'earliest', autocommit: false, sessionTimeout: 10000, heartbeatInterval: 200, maxWaitTime: 100, isolationLevel: 1,
    });
    stream.on('data', message => { values.push(message.value); message.commit(); if (new Set(values).size === 5 && values.length >= 41) all(); });
  }));
  await everything;
  console.log('consumed', [...new Set(values)].sort().join());
  await shared;
  console.log('state', (await admin.describeGroups({ groups: [topic] })).get(topic).members.size, 'members');
  await Promise.all(members.map(member => member.close(true)));
  console.log('state', (await admin.describeGroups({ groups: [topic] })).get(topic).state);
  await admin.createPartitions({ topics: [{ name: topic, count: 3 }] });
  await admin.incrementalAlterConfigs({ resources: [{ resourceType: 2, resourceName: topic, configs: [{ name: 'retention.ms', configOperation: 0, value: '100000' }] }] });
  const [described] = await admin.describeConfigs({ resources: [{ resourceType: 2, resourceName: topic }] });
  console.log('retention', described.configs.find(c => c.name === 'retention.ms').value);
  await admin.deleteGroups({ groups: [topic] });
  await admin.deleteTopics({ topics: [topic] });
  await admin.close();
  console.log('done');
}

main().then(() => process.exit(0), e => { console.error(e, e.errors); process.exit(1); });

-- The sandbox's own book-keeping, not Millennium's: how far each feed has come. Written in the same transaction as the rows of a wave.
CREATE TABLE SANDBOX_FEED (
    FEED TEXT NOT NULL PRIMARY KEY,
    PLAN_HASH TEXT NOT NULL,
    RUN INTEGER NOT NULL,
    WAVES_DONE INTEGER NOT NULL,
    FINISHED INTEGER NOT NULL
);
